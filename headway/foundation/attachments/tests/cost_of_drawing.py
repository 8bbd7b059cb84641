"""Says what one picture costs, in a process that does nothing else: `… FILE [unguarded]`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import process_time

import django
from django.conf import settings
from PIL import Image

KILOBYTE = 1024


def highest() -> int:
    """Return the most memory that this process has held, in kilobytes."""
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def main() -> None:
    settings.configure(USE_I18N=False)
    django.setup()
    from headway.foundation.attachments.drawing import drawn  # noqa: PLC0415 -- needs settings
    from headway.foundation.core.errors import BadInput  # noqa: PLC0415

    content = Path(sys.argv[1]).read_bytes()
    before, began, is_taken = highest(), process_time(), True
    if sys.argv[2:]:
        Image.MAX_IMAGE_PIXELS = None
        Image.open(sys.argv[1]).load()
    else:
        try:
            drawn(content)
        except BadInput:
            is_taken = False
    seconds = process_time() - began
    megabytes = (highest() - before) / KILOBYTE
    print(json.dumps({"is_taken": is_taken, "megabytes": megabytes, "seconds": seconds}))  # noqa: T201 -- its only output


if __name__ == "__main__":
    main()
