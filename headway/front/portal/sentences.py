"""The first sentence of a page, made from its figures, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from babel.dates import format_date
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, ngettext, npgettext, pgettext
from django.utils.translation import gettext as _

from headway.foundation.ui.numbers import frame_locale
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.safestring import SafeString

    from headway.cooperation.partnerships.queries import Partnership
    from headway.foundation.core.days import Days
    from headway.front.portal.rounds import RoundShown
    from headway.monitoring.reporting.queries.published import News
    from headway.monitoring.strategy.frame import Frame
    from headway.monitoring.strategy.models import Strategy
    from headway.monitoring.strategy.queries.tree import Answering, Counts


def of_partnership(partnership: Partnership) -> SafeString:
    """Say how many regions learn from each other, in words up to nine."""
    number = len(partnership.regions)
    regions = ngettext("{n} border region", "{n} border regions", number).format(
        n=_in_words(number)
    )
    return format_html(
        _(
            "<strong>{regions}</strong> learn from each other how small firms go abroad, "
            "and write what they learned into their own strategies."
        ),
        regions=regions,
    )


def _in_words(number: int) -> str:
    """Return a number of regions in words at the start of a sentence; beyond nine, in figures."""
    named = {
        2: pgettext("regions", "Two"),
        3: pgettext("regions", "Three"),
        4: pgettext("regions", "Four"),
        5: pgettext("regions", "Five"),
        6: pgettext("regions", "Six"),
        7: pgettext("regions", "Seven"),
        8: pgettext("regions", "Eight"),
        9: pgettext("regions", "Nine"),
    }
    return named.get(number, str(number))


def of_strategy(strategy: Strategy, frame: Frame, counts: Counts, days: Days) -> SafeString:
    """Say how many measures there are, how many are being done and how many are done.

    Before anything was known of them it says that instead, for a zero would be made up. Its
    addresses, and those of `of_answering`, keep the days.
    """
    language = get_language() or "en"
    total = counts.total
    if not total:
        return format_html("{}", _("Nothing is counted in this edition yet."))
    if days.known_before and set(counts.by_status) == {""}:
        return format_html(
            _("By then none of {total} {measures} had a status."),
            total=_figure(total, "#measures"),
            measures=frame.counted.of(language, total),
        )
    given = days.parameters
    going, done = (_with_status(strategy, counts, name, given) for name in ("in_progress", "done"))
    return format_html(
        _("Of {total} {measures}, {going} and {done}."),
        total=_figure(total, "#measures"),
        measures=frame.counted.of(language, total),
        going=_figure_in(ngettext("{n} is in progress", "{n} are in progress", going.count), going),
        done=_figure_in(ngettext("{n} is done", "{n} are done", done.count), done),
    )


def of_indicators(counts: Mapping[str, int]) -> SafeString | str:
    """Say how many indicators are on track, behind and going the wrong way.

    On track is what is achieved or on path. What nobody has reported is told, never counted as
    one or the other. Nothing is said where no indicator is judged.
    """
    total = sum(counts.values())
    if not total:
        return ""
    good, behind, wrong, silent = (
        sum(counts.get(word, 0) for word in words)
        for words in (("achieved", "on_path"), ("behind",), ("wrong_way",), ("not_reported",))
    )
    told = format_html(
        _("Of {total} {indicators}, {good}, {behind} and {wrong}."),
        total=total,
        indicators=npgettext("of so many", "indicator", "indicators", total),
        good=_strong(ngettext("{n} is on track", "{n} are on track", good), good),
        behind=_strong(ngettext("{n} is behind", "{n} are behind", behind), behind),
        wrong=_strong(ngettext("{n} goes the wrong way", "{n} go the wrong way", wrong), wrong),
    )
    if not silent:
        return told
    missing = ngettext("{n} has not been reported.", "{n} have not been reported.", silent)
    return format_html("{} {}", told, _strong(missing, silent))


def _strong(sentence: str, number: int) -> SafeString:
    return format_html(sentence, n=format_html("<strong>{}</strong>", number))


def of_answering(
    answering: Sequence[Answering], frame: Frame, total: int, days: Days
) -> SafeString | str:
    """Say who answers for most: the two organisations that lead most measures."""
    language = get_language() or "en"
    leading = [found for found in answering if found.leads]
    if not leading:
        return ""
    values = {
        "first": leading[0].organisation.name.passage(language).words,
        "leads": _figure(leading[0].leads, _of(leading[0], days.parameters)),
        "total": total,
        "measures": frame.counted.of(language, total),
    }
    if len(leading) == 1:
        return format_html(_("{first} answers for {leads} of {total} {measures}."), **values)
    return format_html(
        _("{first} answers for {leads} of {total} {measures}, {second} for {rest}."),
        second=leading[1].organisation.name.passage(language).words,
        rest=_figure(leading[1].leads, _of(leading[1], days.parameters)),
        **values,
    )


def of_news(told: News, strategy: Strategy, days: Days) -> SafeString | str:
    """Say how many partners reported for the newest published round, and when the next are due."""
    found: list[SafeString | str] = []
    if told.latest:
        period = told.latest.round.when.worded()
        address = reverse("portal:round", args=[strategy.slug, told.latest.round.period])
        found.append(
            format_html(
                ngettext(
                    "In the last round ({period}) {reported} of {asked} partner reported.",
                    "In the last round ({period}) {reported} of {asked} partners reported.",
                    told.latest.asked,
                ),
                reported=told.latest.reported,
                asked=told.latest.asked,
                period=format_html('<a href="{}">{}</a>', address + days.query, period),
            )
        )
    if told.next_due:
        day = format_date(day_of(strategy, told.next_due), "long", locale=frame_locale())
        found.append(_("The next reports are due on {day}.").format(day=day))
    return format_html_join(" ", "{}", ((sentence,) for sentence in found))


def of_round(shown: RoundShown, frame: Frame) -> SafeString:
    """Say how many partners reported in a round, on how much, and how many statuses changed."""
    language, told, number = get_language() or "en", shown.told, shown.count_said
    reported = format_html(
        ngettext(
            "<strong>{reported} of {asked}</strong> partner reported, on "
            "<strong>{number}</strong> {measures}.",
            "<strong>{reported} of {asked}</strong> partners reported, on "
            "<strong>{number}</strong> {measures}.",
            told.asked,
        ),
        reported=told.reported,
        asked=told.asked,
        number=number,
        measures=frame.counted.label(language, number),
    )
    if not shown.before:
        return reported
    changed = shown.count_changed
    sentence = ngettext(
        "{n} has another status than in the round before.",
        "{n} have another status than in the round before.",
        changed,
    )
    return format_html("{} {}", reported, _strong(sentence, changed))


class _Group:
    """Those measures whose status means the same, and the address that lists them."""

    def __init__(self, count: int, address: str) -> None:
        self.count, self.address = count, address


def _with_status(
    strategy: Strategy, counts: Counts, canonical: str, given: Mapping[str, str]
) -> _Group:
    codes = [option.code for option in strategy.statuses if option.canonical == canonical]
    count = sum(counts.by_status.get(code, 0) for code in codes)
    return _Group(count, _listed(given, status=codes[0]) if len(codes) == 1 else "")


def _of(found: Answering, given: Mapping[str, str]) -> str:
    return _listed(given, organisation=found.organisation.slug)


def _listed(given: Mapping[str, str], **chosen: str) -> str:
    return f"?{urlencode({**given, **chosen})}#measures"


def _figure(number: int, address: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', address, number)


def _figure_in(sentence: str, group: _Group) -> SafeString:
    figure = _figure(group.count, group.address) if group.address else group.count
    return format_html(sentence, n=figure)
