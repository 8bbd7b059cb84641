"""A published recommendation in one language: what its page, its PDF and its DOCX say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.cooperation.plans import wording
from headway.cooperation.plans.summaries import origin_line
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.prose import plain_passage
from headway.foundation.core.texts import Passage
from headway.foundation.ui.context import own_name
from headway.foundation.ui.templatetags.ui import bare_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from headway.cooperation.plans.models import Recommendation
    from headway.cooperation.plans.queries.pictures import TextPicture
    from headway.foundation.core.texts import TranslatedText
    from headway.foundation.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Part:
    """What is recommended, what was found, or the analysis: in words, in a file, elsewhere."""

    title: str
    words: Passage
    file: str = ""
    """A sentence that names the file; empty without any."""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommendation in the active language."""

    title: Passage
    about: str
    project: str
    authors: tuple[Passage, ...]
    dated: str
    edition: str
    parts: tuple[Part, ...]
    contacts: tuple[Passage, ...]
    address: str
    """Of its page."""
    origin: str
    funding: Passage
    disclaimer: Passage
    emblem: TextPicture | None = None


@dataclass(frozen=True, slots=True)
class WrittenIn:
    """A language of a recommendation, and whether all of it is written in it."""

    code: str
    name: str
    is_complete: bool


def recommended(
    row: Recommendation, *, address: str, emblem: TextPicture | None = None
) -> Recommended:
    """Return a recommendation in the active language; `address`: of its page. One query."""
    project = row.project
    authors = tuple(row.authors.all())
    said = {"region": wording.said(row.region.name), "project": project.acronym}
    given = {"number": row.edition, "day": PartialDate.of(row.state_since.date()).worded()}
    return Recommended(
        title=_passage(row.title),
        about=_("A recommendation for %(region)s, made in the project %(project)s.") % said,
        project=", ".join(part for part in (project.acronym, project.programme) if part),
        authors=tuple(_passage(each.name) for each in authors),
        dated=row.dated.worded() if row.dated else "",
        edition=_("Edition %(number)d, published on %(day)s") % given,
        parts=tuple(_parts(row)),
        contacts=tuple(_contact(each) for each in authors),
        address=address,
        origin=origin_line(row.provenance),
        funding=_passage(project.funding_statement),
        disclaimer=_passage(project.disclaimer),
        emblem=emblem,
    )


def _parts(row: Recommendation) -> Iterator[Part]:
    found = (
        Part(_("What is recommended"), _passage(row.text), _file(row.file)),
        Part(_("Findings"), _passage(row.findings)),
        Part(
            _("Situation analysis"),
            _passage(row.analysis),
            _file(row.analysis_file),
            row.analysis_link,
        ),
    )
    yield from (each for each in found if each.words.words or each.file or each.address)


def _file(file: object) -> str:
    words = _("The whole of it is in the file %(name)s, on the page.")
    return words % {"name": file} if file else ""


def _contact(organisation: Organisation) -> Passage:
    name = _passage(organisation.name)
    told = (name.words, organisation.email, bare_address(organisation.website))
    return Passage(", ".join(each for each in told if each), name.language, name.asked)


def _passage(text: TranslatedText) -> Passage:
    return plain_passage(text, get_language() or "en")


def written_in(row: Recommendation) -> tuple[WrittenIn, ...]:
    """Return the languages of a recommendation, those of its project first."""
    texts = [each for each in (row.title, row.text, row.findings, row.analysis) if each]
    own = {code for each in texts for code in each.languages}
    projects = [code for code in row.project.languages if code in own]
    codes = [*projects, *sorted(own - set(projects))]
    return tuple(
        WrittenIn(
            code,
            own_name(code),
            all(code in each.languages and code not in each.outdated for each in texts),
        )
        for code in codes
    )
