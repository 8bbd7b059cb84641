"""The executive summary and the recommendation as files: PDF, and DOCX to be edited further."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from headway.cooperation.plans.cover import cover_svg, cover_words
from headway.cooperation.plans.summaries import origin_line
from headway.cooperation.plans.wording import labels_in
from headway.foundation.attachments.queries import open_copy
from headway.foundation.core.texts import Passage
from headway.foundation.formats.documents import pdf
from headway.foundation.formats.figures import Figure
from headway.foundation.formats.papers import Facts, Heading, Note, Prose, paper_docx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from headway.cooperation.plans.queries.pictures import TextPicture
    from headway.cooperation.plans.recommended import Recommended
    from headway.cooperation.plans.summaries import ActionPage, Summary
    from headway.foundation.formats.papers import Block
    from headway.foundation.formats.spoken import Words

LAYOUTS = Path(__file__).parent / "layouts"
EMBLEM = 21
"""How wide an emblem stands in a DOCX, in millimetres; 14 high, as in a PDF."""


def summary_pdf(summary: Summary, *, language: str, at: datetime) -> bytes:
    """Return the summary as a PDF (PDF/UA-1): cover, each planned action on its own page.

    Each passage says its language; the drawing has its words.
    """
    data: dict[str, Any] = {
        "cover": str(cover_svg(len(summary.actions), stands_alone=True)),
        "cover_words": cover_words(len(summary.actions)),
        "picture": _for_layout(summary.cover),
        "heading": summary.title,
        "about": summary.about,
        "authors": summary.authors,
        "project": summary.project,
        "sections": [{"title": title, "words": passage} for title, passage in _sections(summary)],
        "actions": [_action(each, len(summary.actions)) for each in summary.actions],
        "since_title": _("What happened since"),
        "closing_title": _("About this plan"),
        "closing": [
            {"title": title, "passages": passages} for title, passages in _closing(summary)
        ],
        "origin": origin_line(summary.provenance),
        "actions_title": _("Planned actions"),
        "edition": summary.edition,
        "fingerprint_words": _("Fingerprint (SHA-256)"),
        "fingerprint": summary.fingerprint,
        "emblem": _for_layout(summary.emblem),
        "funding": summary.funding,
        "disclaimer": summary.disclaimer,
    }
    return pdf(LAYOUTS / "summary", data, language=language, title=summary.title.words, at=at)


def _for_layout(picture: TextPicture | None) -> dict[str, Any] | None:
    return _figure(picture).for_layout() if picture else None


def _figure(picture: TextPicture) -> Figure:
    """Return a picture in its widest copy, with its words and credit."""
    shown = picture.shown
    with open_copy(picture.row, width=shown.width, ending="jpg") as file:
        content = file.read()
    said = {"credit": shown.credit, "licence": shown.licence}
    return Figure(
        content,
        shown.width,
        shown.height,
        alternative=shown.alternative.words,
        credit=_("Picture: %(credit)s (%(licence)s)") % said,
        language=shown.alternative.language or shown.alternative.asked,
    )


def _sections(summary: Summary) -> Iterator[tuple[str, Passage]]:
    sections = (
        (_("The region and its policy"), summary.intro),
        (_("Why change is needed"), summary.why),
        (_("Policy context"), summary.context),
    )
    yield from ((title, passage) for title, passage in sections if passage.words)


def _closing(summary: Summary) -> Iterator[tuple[str, tuple[Passage, ...]]]:
    if summary.monitoring.words:
        yield _("How it is monitored"), (summary.monitoring,)
    if summary.contacts:
        yield _("Whom to ask"), summary.contacts
    if summary.adoption:
        yield _("Adoption"), (_own(summary, summary.adoption),)
    if summary.abbreviations:
        yield (
            _("Abbreviations"),
            tuple(
                replace(passage, words=f"{short}: {passage.words}")
                for short, passage in summary.abbreviations
            ),
        )
    yield _("Authors"), summary.authors
    if summary.address:
        yield _("On the web"), (_own(summary, summary.address),)


def _own(summary: Summary, words: str) -> Passage:
    """Return words in the language of the document's labels."""
    asked = summary.title.asked
    return Passage(words, labels_in(asked), asked)


def _action(page: ActionPage, count: int) -> dict[str, Any]:
    return {
        "number": page.number,
        "of": _("Planned action %(number)d of %(count)d") % {"number": page.number, "count": count},
        "title": page.title,
        "lead": page.lead,
        "background": page.background,
        "picture": _for_layout(page.picture),
        "lines": [{"label": line.label, "passages": line.passages} for line in page.lines],
        "origin": origin_line(page.provenance),
        "since": [{"when": when, "words": passage} for when, passage, _decided in page.since],
    }


def summary_docx(summary: Summary, *, language: str, at: datetime) -> bytes:
    """Return the summary as a DOCX: real headings, facts and notes."""
    return paper_docx(_blocks(summary), language=language, title=summary.title.words, at=at)


def _blocks(summary: Summary) -> Iterator[Block]:
    yield from _figures(summary.cover)
    yield Prose(summary.about)
    yield Note(summary.project)
    for title, passage in _sections(summary):
        yield Heading(title)
        yield Prose(passage)
    for page in summary.actions:
        yield from _action_blocks(page)
    for title, passages in _closing(summary):
        yield Heading(title)
        yield from (Prose(each) for each in passages)
    yield from _emblem(summary.emblem)
    origin = origin_line(summary.provenance)
    for words in (summary.edition, origin, summary.funding, summary.disclaimer):
        if str(words):
            yield Note(words)
    yield Facts([(_("Fingerprint (SHA-256)"), summary.fingerprint)])


def _figures(picture: TextPicture | None) -> Iterator[Figure]:
    if picture:
        yield _figure(picture)


def _emblem(picture: TextPicture | None) -> Iterator[Figure]:
    """Yield the emblem as it stands beside the words that it belongs to: small, without credit."""
    for figure in _figures(picture):
        yield replace(figure, widest=EMBLEM, credit="")


def _action_blocks(page: ActionPage) -> Iterator[Block]:
    yield Heading(replace(page.title, words=f"{page.number}. {page.title.words}"))
    yield from _figures(page.picture)
    yield from (Prose(each) for each in (page.lead, page.background) if each.words)
    yield Facts([(line.label, line.passages) for line in page.lines])
    if origin := origin_line(page.provenance):
        yield Note(origin)
    if page.since:
        yield Heading(_("What happened since"), 3)
        yield Facts([(when, passage) for when, passage, _decided in page.since])


def recommendation_pdf(shown: Recommended, *, language: str, at: datetime) -> bytes:
    """Return a recommendation as a PDF (PDF/UA-1); each passage says its language."""
    data: dict[str, Any] = {
        "heading": shown.title,
        "about": shown.about,
        "project": shown.project,
        "facts": list(_facts(shown)),
        "parts": [asdict(part) for part in shown.parts],
        "contact_title": _("Whom to ask"),
        "contacts": shown.contacts,
        "page_title": _("On the web"),
        "page": shown.address,
        "edition": shown.edition,
        "origin": shown.origin,
        "emblem": _for_layout(shown.emblem),
        "funding": shown.funding,
        "disclaimer": shown.disclaimer,
    }
    layout = LAYOUTS / "recommendation"
    return pdf(layout, data, language=language, title=shown.title.words, at=at)


def recommendation_docx(shown: Recommended, *, language: str, at: datetime) -> bytes:
    """Return a recommendation as a DOCX: real headings and lists, facts and notes."""
    blocks = _recommendation_blocks(shown)
    return paper_docx(blocks, language=language, title=shown.title.words, at=at)


def _facts(shown: Recommended) -> Iterator[tuple[str, Words]]:
    yield _("Authors"), shown.authors
    if shown.dated:
        yield _("Date"), shown.dated


def _recommendation_blocks(shown: Recommended) -> Iterator[Block]:
    yield Prose(shown.about)
    yield Note(shown.project)
    yield Facts(list(_facts(shown)))
    for part in shown.parts:
        yield Heading(part.title)
        yield from (Prose(each) for each in (part.words, part.file, part.address) if str(each))
    yield Heading(_("Whom to ask"))
    yield Prose(shown.contacts)
    yield Facts([(_("On the web"), shown.address)])
    yield from _emblem(shown.emblem)
    for words in (shown.edition, shown.origin, shown.funding, shown.disclaimer):
        if str(words):
            yield Note(words)
