"""What a thing is called in the language of the page, for sentences and titles."""

from __future__ import annotations

from django.utils.translation import get_language

from headway.foundation.core.texts import TranslatedText


def named(thing: object) -> str:
    """Return the name of a thing: a text, or whatever has a title or name in languages.

    A code stands before it. Anything else, and what has no name yet, is called as it calls itself.
    """
    text = thing
    for part in ("title", "name"):
        if isinstance(found := getattr(thing, part, None), TranslatedText):
            text = found
            break
    if not isinstance(text, TranslatedText):
        return str(thing)
    words = text.passage(get_language() or text.original).words
    return f"{getattr(thing, 'code', '')} {words}".strip() or str(thing)
