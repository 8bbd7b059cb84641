"""The tags and filters of every template; no template needs to load them."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from django import template
from django.forms import BaseFormSet
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from headway.foundation.core import prose as grammar
from headway.foundation.core.differing import word_differences
from headway.foundation.core.keys import derived_key
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import Passage
from headway.foundation.ui.context import interface_language, own_name
from headway.foundation.ui.names import named as name_of
from headway.foundation.ui.numbers import brief_day, day_words, frame_locale, number_words
from headway.foundation.ui.parts import part_word
from headway.foundation.ui.shapes import STANDINGS, STATUSES, VERDICTS, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from django.forms import BaseForm
    from django.template.context import RequestContext

    from headway.foundation.core.provenance import Provenance
    from headway.foundation.core.texts import TranslatedText
    from headway.foundation.core.verdicts import Verdict
    from headway.foundation.ui.forms import TextGroup

register = template.Library()
OUTWARD = 'rel="nofollow noopener"'


def _language() -> str:
    return get_language() or "en"


def _frame() -> str:
    """Return the language of the page around the content: it says dates and numbers."""
    return interface_language(_language())


# -- texts ---------------------------------------------------------------------------------------


@register.simple_tag
def text(value: TranslatedText | Passage, *, marked: bool = True) -> SafeString:
    """Write a text in the language of the page; another language is named and marked."""
    passage = value if isinstance(value, Passage) else value.passage(_language())
    words = escape(passage.words)
    return _in_language(words, passage, marked=marked)


@register.simple_tag
def prose(value: TranslatedText) -> SafeString:
    """Write a long text: paragraphs, list items and links of the small grammar."""
    passage = value.passage(_language())
    blocks = format_html_join("", "{}", ((_block(b),) for b in grammar.parse(passage.words)))
    mark = _fallback_mark(passage)
    below = format_html('<p class="note">{}</p>', mark) if mark else mark
    if not passage.words or passage.language == _frame():
        return blocks + below
    return format_html('<div lang="{}">{}</div>{}', passage.language, blocks, below)


@register.filter
def paragraphs(value: str) -> SafeString:
    """Write what somebody wrote, in whatever language, in the small grammar of long texts."""
    return format_html_join("", "{}", ((_block(block),) for block in grammar.parse(value)))


def _block(block: grammar.Block) -> SafeString:
    if isinstance(block, grammar.Paragraph):
        return format_html("<p>{}</p>", _inline(block.content))
    items = format_html_join("", "<li>{}</li>", ((_inline(item),) for item in block.items))
    return format_html("<ul>{}</ul>", items)


def _inline(parts: tuple[grammar.Inline, ...]) -> SafeString:
    return format_html_join("", "{}", ((_piece(part),) for part in parts))


def _piece(part: grammar.Inline) -> SafeString | str:
    if isinstance(part, grammar.Link):
        return format_html('<a href="{}" {}>{}</a>', part.address, mark_safe(OUTWARD), part.words)  # noqa: S308 -- our own constant
    return part


def _in_language(words: SafeString, passage: Passage, *, marked: bool) -> SafeString:
    mark = _fallback_mark(passage) if marked else SafeString("")
    if not passage.words or passage.language == _frame():
        return words + mark
    return format_html('<span lang="{}">{}</span>{}', passage.language, words, mark)


def _fallback_mark(passage: Passage) -> SafeString:
    if not passage.is_fallback:
        return SafeString("")
    title = _("Not translated yet; shown in %(language)s.") % {
        "language": own_name(passage.language)
    }
    return format_html(
        ' <span class="tag" lang="{}" title="{}">{}</span>',
        _frame(),
        title,
        passage.language.upper(),
    )


@register.simple_tag
def compared(before: str, after: str) -> SafeString:
    """Write two texts as one: what is gone struck through, what is new underlined."""
    tags = {"same": "span", "gone": "del", "new": "ins"}
    pieces = [(SafeString(tags[p.kind]), p.words) for p in word_differences(before, after)]
    between = SafeString("<br>" if [tag for tag, _words in pieces] == ["del", "ins"] else "")
    return format_html_join(between, "<{0}>{1}</{0}>", pieces)


@register.filter
def named(value: object) -> str:
    """Call a thing in the language of the page, inside a sentence or a title."""
    return name_of(value)


@register.filter
def words(value: TranslatedText) -> str:
    """Return the words for an attribute or a title, where no markup can stand."""
    return value.passage(_language()).words


LONGEST_TITLE = 70
"""Signs of a title that a tab, a bookmark or a list of hits shows; html-validate, long-title."""


@register.filter(is_safe=True)
def fitted(title: str, site_name: str) -> SafeString:
    """Cut the title of a page, at a word, so that the name of the site fits behind it."""
    room = LONGEST_TITLE - len(f" – {site_name}")
    said = " ".join(unescape(title).split())
    if len(said) <= room:
        return format_html("{}", said)
    kept = said[:room].rpartition(" ")[0] or said[: room - 1]
    return format_html("{}…", kept.rstrip(" ,;:–-"))


# -- dates and numbers ---------------------------------------------------------------------------


@register.filter
def worded(value: PartialDate | date | datetime | None, case: str = "") -> str:
    """Say a date in words: “17 June 2021”, „2021 m. birželio 17 d.“; a case after “since”."""
    if isinstance(value, PartialDate):
        with override(_frame()):
            return value.worded(genitive=case == "genitive")
    if isinstance(value, datetime):
        moment = timezone.localtime(value)
        clock = format_datetime(moment, "HH:mm", locale=frame_locale())
        return f"{day_words(moment.date())}, {clock}"
    return day_words(value) if value else ""


@register.filter
def day_in(value: datetime | None, zone: str) -> str:
    """Say briefly on which day a moment falls on the clocks of a zone: “31 Dec 2026”."""
    if value is None:
        return ""
    return brief_day(value.astimezone(ZoneInfo(zone)).date())


@register.filter
def moment_in(value: datetime | None, zone: str) -> str:
    """Say a moment on the clocks of a zone: “31 December 2026, 17:00”."""
    if value is None:
        return ""
    local = value.astimezone(ZoneInfo(zone))
    return f"{day_words(local.date())}, {local:%H:%M}"


@register.filter
def brief(value: PartialDate | None) -> str:
    """Say a date in a narrow column: “31 Dec 2024”, „2024-12-31“; a part of one as it is."""
    if value is None:
        return "–"
    return brief_day(value.first_day) if value.is_day else str(value)


@register.filter
def number(value: Decimal | int | None) -> str:
    """Write a number as the language does: 1,234.5 or 1 234,5; all its places, a true minus.

    A blank stays a blank.
    """
    return "" if value is None else number_words(value)


@register.filter
def level_title(labels: Mapping[str, Mapping[str, str]]) -> str:
    """Return what many nodes of a level are called, as a heading: “Measures”, „Priemonės“."""
    forms = labels.get(_language()) or labels.get("en") or next(iter(labels.values()), {})
    return str(forms.get("few") or forms.get("other", "")).capitalize()


@register.filter
def bare_address(address: str) -> str:
    """Return an address as people say it: without https:// and a closing slash."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/")


# -- status and provenance -----------------------------------------------------------------------


def _status(shape: Shape, word: str, address: str) -> SafeString:
    tag = "a" if address else "span"
    return format_html(
        '<{} class="st {}"{}>{}{}</{}>',
        SafeString(tag),
        shape.tone,
        format_html(' href="{}"', address) if address else "",
        _drawing(shape.drawing),
        word,
        SafeString(tag),
    )


@cache
def _drawing(drawing: str) -> SafeString:
    """Draw one of the few shapes."""
    return format_html(
        '<svg class="shape" viewBox="0 0 16 16" aria-hidden="true">{}</svg>',
        mark_safe(drawing),  # noqa: S308 -- our own constants
    )


@register.simple_tag
def verdict(code: str, *, address: str = "") -> SafeString:
    """Write what a method says of an indicator: shape, colour and word."""
    return _status(VERDICTS[code], str(VERDICTS[code].word), address)


@register.simple_tag
def life(code: str, word: str = "", *, address: str = "") -> SafeString:
    """Write an implementation status, in ink: canonical code, and the strategy's own word."""
    shape = STATUSES.get(code, STATUSES[""])
    return _status(shape, word or str(shape.word), address)


@register.simple_tag
def standing(code: str, word: str, *, address: str = "") -> SafeString:
    """Write how a report stands: shape, colour and word."""
    return _status(STANDINGS[code], word, address)


@register.simple_tag
def synthetic(provenance: Provenance, part: str = "all") -> SafeString:
    """Mark what was made up for the demonstration."""
    if not provenance.is_synthetic(part):
        return SafeString("")
    return format_html('<span class="tag">{}</span>', _("synthetic"))


@register.inclusion_tag("ui/provenance.html")
def provenance(value: Provenance) -> dict[str, Any]:
    """Name the sources of a record, and what of it is synthetic, inferred or our translation."""
    return {
        "provenance": value,
        "is_all_synthetic": value.is_synthetic(),
        "parts": [part_word(part) for part in value.synthetic if part != "all"],
        "translated": _language() in value.translated,
    }


# -- components ----------------------------------------------------------------------------------


@register.inclusion_tag("ui/downloads.html")
def downloads(table: str, filters: str = "") -> dict[str, Any]:
    """Offer a table in every format, as it is filtered on this page."""
    query = urlencode({"language": _language()})
    query = f"{query}&{filters}" if filters else query
    formats = [
        (kind.upper(), f"/api/v1/tables/{table}.{kind}?{query}") for kind in ("csv", "xlsx", "json")
    ]
    return {"formats": formats}


@register.inclusion_tag("ui/forms/summary.html")
def error_summary(*shown: BaseForm | BaseFormSet[Any]) -> dict[str, Any]:
    """Say first what is wrong with the forms of a page, each sentence linked to its field."""
    return {"problems": [problem for form in shown for problem in _problems(form)]}


GENERAL = ("required", "min_length", "max_length", "invalid_choice")
"""Django's sentences that do not say which field they speak of."""


def _problems(form: BaseForm | BaseFormSet[Any]) -> Iterator[tuple[str, str]]:
    if not getattr(form, "is_bound", False):
        return
    if isinstance(form, BaseFormSet):
        yield from (("", str(sentence)) for sentence in form.non_form_errors())
        for each in form.forms:
            yield from _problems(each)
        return
    yield from (("", str(sentence)) for sentence in form.non_field_errors())
    for field in form:
        address = field.id_for_label or field.auto_id
        for error in field.errors.as_data():
            for sentence in error.messages:
                is_general = error.code in GENERAL
                yield str(address), f"{field.label}: {sentence}" if is_general else str(sentence)


@register.inclusion_tag("ui/forms/texts.html")
def text_fields(groups: Iterable[TextGroup]) -> dict[str, Any]:
    """Write the fields of texts, language beside language."""
    return {"groups": groups}


@register.inclusion_tag("ui/action.html", takes_context=True)
def action(
    context: RequestContext,
    address: str,
    *,
    label: str,
    verdict: Verdict,
    ident: str = "",
    is_main: bool = False,
    method: str = "post",
) -> dict[str, Any]:
    """Offer something to do; when it may not be done, the button stays and says why."""
    return {
        "address": address,
        "label": label,
        "verdict": verdict,
        "ident": ident or f"why-{derived_key(address, str(label))}",
        "is_main": is_main,
        "method": method,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("ui/pages.html", takes_context=True)
def pages(
    context: RequestContext, number: int, count: int, anchor: str = "", name: str = "page"
) -> dict[str, Any]:
    """Offer the pages of a long list; the other parts of the address stay."""
    query = context["request"].GET.copy()
    links = []
    for page in range(1, count + 1):
        query[name] = str(page)
        links.append((page, f"?{query.urlencode()}{anchor}", page == number))
    return {"links": links, "count": count}


@register.simple_tag(takes_context=True)
def query(context: RequestContext, **changes: object) -> str:
    """Return this page's query with some values changed; empty values are left out."""
    given = context["request"].GET.copy()
    for name, value in changes.items():
        given[name] = str(value)
    kept = [(name, value) for name, value in given.items() if value]
    return f"?{urlencode(kept)}" if kept else "?"
