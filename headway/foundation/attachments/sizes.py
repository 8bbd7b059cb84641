"""How large pictures are: as they are brought, and as they are handed out."""

WIDTHS = (480, 960, 1600)
"""Pixels: a telephone, a column of text, a whole page."""
LARGEST_PICTURE = 20 * 1024 * 1024
"""Bytes."""
ENDINGS = {"image/webp": "webp", "image/jpeg": "jpg"}
"""Of the files of copies, by their media types."""
