"""Atom feeds: what was published of a strategy, of a node and what stands below, of a partner.

Every reader gets the same feed: what is read here is read as somebody who is not signed in.

Source: RFC 4287 (the Atom syndication format), RFC 4151 (tag addresses).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from headway.foundation.core.partial_dates import PartialDate
from headway.front.portal import history
from headway.front.portal.figures import status_word
from headway.monitoring.reporting.queries.published import EVERYBODY, rounds_told, statements_told
from headway.monitoring.reporting.states import Way
from headway.monitoring.strategy.models import NodeText
from headway.monitoring.strategy.states import EditionState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

    from headway.foundation.core.texts import TranslatedText
    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.reporting.models import Statement
    from headway.monitoring.reporting.queries.published import Told
    from headway.monitoring.strategy.models import Edition, Strategy

MOST = 50
"""Entries of a feed; what is older stands on the pages."""
SINCE = "2026"
"""The year in which the names of entries begin to hold: never changed, or all would be new."""
BEFORE_ALL = datetime(2026, 1, 1, tzinfo=UTC)
"""When a feed without an entry was last changed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was published: its name for good, and what is said of it."""

    name: str
    title: str
    path: str
    author: str
    published: datetime
    updated: datetime
    content: SafeString


class Feed(Atom1Feed):
    """An Atom feed that says when it changed last from its entries alone."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=BEFORE_ALL)


def written(
    entries: Iterable[Entry], *, site: str, path: str, page: str, title: str, author: str
) -> tuple[bytes, datetime]:
    """Return a feed, and when it changed last; the newest entries first."""
    host, language = urlsplit(site).hostname or "", get_language() or "en"
    feed = Feed(
        title=title,
        link=site + page,
        description="",
        language=language,
        author_name=author,
        feed_url=site + path,
        feed_guid=_tag(host, f"feed{path}"),
    )
    newest = sorted(entries, key=lambda entry: (entry.updated, entry.name), reverse=True)
    for entry in newest[:MOST]:
        feed.add_item(
            title=entry.title,
            link=site + entry.path,
            description=entry.content,
            author_name=entry.author,
            unique_id=_tag(host, f"{entry.name}/{language}"),
            pubdate=entry.published,
            updateddate=entry.updated,
        )
    return feed.writeString("utf-8").encode(), feed.latest_post_date()


def _tag(host: str, name: str) -> str:
    return f"tag:{host},{SINCE}:{name}"


# -- what is published --------------------------------------------------------------------------


def of_strategy(strategy: Strategy, editions: Sequence[Edition], *, on: date) -> list[Entry]:
    """Return the statements, editions and rounds of a strategy. Three queries."""
    statements = statements_told().filter(round__strategy=strategy)
    rounds = [_round(each) for each in rounds_told(strategy, user=EVERYBODY)[:MOST]]
    begun = [_edition(strategy, each, day) for each in editions if (day := _begun(each, on))]
    return [*_statements(statements), *begun, *rounds]


def of_history(
    strategy: Strategy, editions: Sequence[Edition], edition: Edition, *, by: datetime
) -> list[Entry]:
    """Return what was decided about a strategy, as far as it was known by a moment."""
    lines = history.of_strategy(strategy, editions, edition=edition)
    return [_decided(strategy, line) for line in lines if line.known_at <= by]


def of_node(strategy: Strategy, text: NodeText, edition: Edition) -> list[Entry]:
    """Return what was said and decided on a node and what stands below it. Four queries."""
    decided = [_decided(strategy, line) for line in history.below_node(strategy, text, edition)]
    below = NodeText.objects.of(edition).filter(path__startswith=f"{text.path}.")
    wanted = Q(node=text.node_id) | Q(node__in=below.values("node"))
    return [*_statements(statements_told().filter(wanted, round__strategy=strategy)), *decided]


def of_organisation(organisation: Organisation) -> list[Entry]:
    """Return the statements of an organisation, in all public strategies. Two queries."""
    return _statements(statements_told().filter(organisation=organisation))


def _begun(edition: Edition, on: date) -> date | None:
    day = edition.in_force_from
    return day if edition.state == EditionState.IN_FORCE and day and day <= on else None


def _statements(rows: QuerySet[Statement]) -> list[Entry]:
    """Return an entry for each node and round, titled as in the edition that was asked about.

    One that was published again has changed. Two queries.
    """
    found: dict[tuple[int, int], list[Statement]] = {}
    for row in rows[: 2 * MOST]:
        found.setdefault((row.round_id, row.node_id), []).append(row)
    titles = _titles([each[0] for each in found.values()])
    return [
        _statement(each[0], titles[round_, node], first=each[-1].published_at)
        for (round_, node), each in found.items()
        if (round_, node) in titles
    ]


def _titles(rows: Iterable[Statement]) -> dict[tuple[int, int], NodeText]:
    rounds = {row.round_id: row.round for row in rows}
    nodes = {row.node_id for row in rows}
    found = {}
    texts = NodeText.objects.unrestricted(reason="texts of editions that public rounds asked about")
    for text in texts.filter(node__in=nodes).order_by("from_number"):
        for pk, each in rounds.items():
            if text.from_number <= each.edition.number < text.until_number:
                found[pk, text.node_id] = text
    return found


def _statement(row: Statement, text: NodeText, *, first: datetime) -> Entry:
    strategy = row.round.strategy
    option = next((o for o in strategy.statuses if o.code == row.status), None)
    said = _("does not apply") if row.way == Way.NONE else status_word(option)
    parts = (
        (_("What was done"), row.done),
        (_("What is next"), row.ahead),
        (_("Obstacles"), row.obstacles),
        (_("Cause"), row.cause),
    )
    who = _words(row.organisation.name)
    lines = [
        format_html("<p>{}: {}. {}</p>", row.round.when.worded().capitalize(), said, who),
        *(_paragraph(heading, words) for heading, words in parts if words),
    ]
    return Entry(
        name=f"statement/{row.round.key}/{row.node.key}",
        title=f"{text.code} {_words(text.title)}: {said}".strip(),
        path=reverse("portal:measure", args=[strategy.slug, row.node.key]),
        author=who,
        published=first,
        updated=row.published_at,
        content=format_html_join("", "{}", ((line,) for line in lines)),
    )


def _paragraph(heading: str, words: TranslatedText) -> SafeString:
    passage = words.passage(get_language() or "en")
    return format_html(
        '<p><strong>{}</strong>: <span lang="{}">{}</span></p>',
        heading,
        passage.language,
        passage.words,
    )


def _round(each: Told) -> Entry:
    row = each.round
    strategy = row.strategy
    sentence = ngettext(
        "{reported} of {asked} partner reported.",
        "{reported} of {asked} partners reported.",
        each.asked,
    )
    published = row.published_at or BEFORE_ALL
    title = _("Round published: {period}").format(period=row.when.worded())
    return Entry(
        name=f"round/{row.key}",
        title=title,
        path=reverse("portal:round", args=[strategy.slug, row.period]),
        author=_words(strategy.organisation.name),
        published=published,
        updated=published,
        content=format_html("<p>{}</p>", sentence.format(reported=each.reported, asked=each.asked)),
    )


def _edition(strategy: Strategy, edition: Edition, begun: date) -> Entry:
    """Return the entry of an edition: published as its first day in force began."""
    at = datetime.combine(begun, time.min, ZoneInfo(strategy.time_zone)).astimezone(UTC)
    address = reverse("portal:strategy", args=[strategy.slug])
    title = _words(edition.title)
    return Entry(
        name=f"edition/{strategy.key}/{edition.number}",
        title=_("Edition in force: {title}").format(title=title),
        path=f"{address}?on={begun.isoformat()}",
        author=_words(strategy.organisation.name),
        published=at,
        updated=at,
        content=format_html("<p>{}</p>", PartialDate.of(begun).worded()),
    )


def _decided(strategy: Strategy, line: history.Line) -> Entry:
    """Return the entry of what was decided: published when everybody could know of it."""
    said = _paragraph(_("What was decided") if line.decision else _("Reason"), line.words)
    since = format_html("<p>{}</p>", line.since) if line.since else ""
    return Entry(
        name=f"history/{strategy.key}/{line.ident}",
        title=f"{line.change}. {line.sentence}" if line.change else line.sentence,
        path=line.address,
        author=_words(strategy.organisation.name),
        published=line.known_at,
        updated=line.known_at,
        content=format_html("{}{}", since, said if line.words else ""),
    )


def _words(text: TranslatedText) -> str:
    return text.passage(get_language() or "en").words
