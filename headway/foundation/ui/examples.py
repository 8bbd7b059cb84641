"""The series of the live catalogue: what is usual, and every edge."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.provenance import Provenance
from headway.foundation.core.texts import TranslatedText
from headway.foundation.core.verdicts import ALLOW, deny
from headway.foundation.ui.charts import (
    Expected,
    Figure,
    Goal,
    Multiple,
    Reading,
    Series,
    SparklineDrawing,
    sparkline,
)
from headway.foundation.ui.numbers import number_words, short_number
from headway.foundation.ui.pictures import PictureShown, PictureSource
from headway.foundation.ui.redlines import Redline
from headway.foundation.ui.threads import ThreadBox

END = date(2030, 12, 31)
SYNTHETIC = Provenance(synthetic=("all",))
HALVES = (
    date(2021, 6, 30), date(2021, 12, 31), date(2022, 6, 30), date(2022, 12, 31),
    date(2023, 6, 30), date(2023, 12, 31), date(2024, 6, 30), date(2024, 12, 31),
    date(2025, 6, 30), date(2025, 12, 31), date(2026, 6, 30),
)  # fmt: skip


def path(*figures: tuple[date, str]) -> tuple[Figure, ...]:
    return tuple(Figure(day, Decimal(value)) for day, value in figures)


def planned(plan: tuple[Figure, ...], day: date) -> Decimal | None:
    """Return the plan's figure on a day, to one place."""
    for first, last in pairwise(plan):
        if first.day <= day <= last.day:
            share = Decimal((day - first.day).days) / (last.day - first.day).days
            return round(first.value + (last.value - first.value) * share, 1)
    return None


def readings(values: str, plan: tuple[Figure, ...] = ()) -> tuple[Reading, ...]:
    """Read half-years: “0 0 - 2” has a gap, “2?” is provisional."""
    made = []
    for day, written in zip(HALVES, values.split(), strict=False):
        figure = None if written == "-" else Decimal(written.rstrip("?"))
        note = _("not collected") if figure is None else ""
        note = _("provisional") if written.endswith("?") else note
        made.append(Reading(day, figure, planned(plan, day), note, is_firm=written[-1] != "?"))
    return tuple(made)


def target(low: str, high: str = "") -> Goal:
    words = number_words(Decimal(low)) if not high else f"{low}–{high} %"
    words = short_number(Decimal(low)) if not high and len(low) > 6 else words
    lines = (_("Target %(figure)s") % {"figure": words}, _("by end of 2030"))
    return Goal(END, Decimal(low), Decimal(high or low), lines)


def trend(first: date, *figures: tuple[str, str, str]) -> tuple[Expected, ...]:
    start, *others = (tuple(map(Decimal, each)) for each in figures)
    days = [first, *(date(first.year + place, 12, 31) for place in range(len(others)))]
    return tuple(Expected(day, *each) for day, each in zip(days, (start, *others), strict=True))


def usual() -> Series:
    plan = path((date(2021, 5, 12), "0"), (HALVES[3], "2"), (HALVES[7], "8"), (END, "24"))
    return Series(
        title=_("Eleven products: one short of the plan, and the trend still reaches the target"),
        description=_("From 2021 to 2030: 11 products by June 2026 against 12 planned; target 24."),
        axis=_("products launched, cumulative"),
        about=_("Products launched by participants, pcs. Reported by Klaipėda ID."),
        provenance=SYNTHETIC,
        readings=readings("0 0 0 0 1 3 4 6 7 9 11?", plan),
        latest=_("11 products"),
        baseline=plan[0],
        plan=plan,
        milestones=plan[1:3],
        goal=target("24"),
        as_of=HALVES[-1],
        trend=trend(HALVES[-1], ("11", "11", "11.3"), ("12.2", "11.6", "12.9"),
                    ("15.1", "14.3", "16"), ("18", "17", "19.1"), ("21", "19.6", "22.4"),
                    ("25.2", "24", "26.4")),
        trend_words=(_("24 to 26"), _("if the recent trend continued")),
        floor=Decimal(11),
    )  # fmt: skip


def edge(title: str, axis: str, **given: Any) -> Series:  # noqa: ANN401 -- any field of a series
    return Series(title=title, description=title, axis=axis, provenance=SYNTHETIC, **given)


def edges() -> tuple[Series, ...]:
    start = date(2020, 12, 31)
    jobs = path((start, "0"), (END, "1500000000"))
    rank = path((start, "870"), (END, "500"))
    required = path((HALVES[-1], "8"), (END, "24"))
    return (
        edge(
            _("Values are missing for a year: the line stops and begins again"), "%",
            readings=readings("10.5 11 11.2 - - 9.4 8.8? 8.1 - 6.2 5.8"), goal=target("4", "6"),
            as_of=HALVES[-1],
        ),
        edge(
            _("Behind the plan: almost four a year are needed"), _("pcs."),
            readings=readings("0 1 1 2 3 3 4 5 6 7 8"), required=required, goal=target("24"),
            required_words=_("needed: 3.6 a year"), as_of=HALVES[-1],
            plan=path((start, "0"), (END, "24")), baseline=Figure(start, Decimal(0)),
        ),
        edge(_("One value alone"), _("pcs."), readings=readings("3"), goal=target("10")),
        edge(_("Nothing has been reported"), _("pcs."), goal=target("40"), as_of=HALVES[-1]),
        edge(
            _("Only the baseline and the target are known"), "%", goal=target("75"),
            baseline=Figure(start, Decimal(41)),
        ),
        edge(
            _("More people leave than come"), _("people"), goal=target("40000"),
            readings=readings("-300 -700 -1200 -1500 -1400 -1650 -1800 -1700 -1850 -1880 -1900"),
            plan=path((start, "0"), (END, "40000")), as_of=HALVES[-1],
        ),
        edge(
            _("Investment is two thirds of what was planned"), _("euros"), plan=jobs,
            goal=target("1500000000"), as_of=HALVES[-1],
            readings=readings("0 12000000 60000000 90500000 140000000 210000000 250000000 "
                              "330000000 400000000 480000000 540000000", jobs),
        ),
        edge(
            _("The concentration has almost halved"), "mg/l",
            goal=target("0.003"), as_of=HALVES[-1],
            readings=readings("0.0061 0.006 0.0058 0.0049 0.0045 0.0041 0.0038 0.0037 0.0034"),
        ),
        edge(
            _("Nothing has changed"), "%", goal=target("97"), as_of=HALVES[-1],
            readings=readings("97 97 97 97 97 97 97 97 97 97 97"),
        ),
        edge(
            _("The best rank is 120 places better than at the start"), _("world rank"),
            readings=readings("870 - 845 - 820 - 801 - 780 - 750"), plan=rank, is_rank=True,
            baseline=rank[0], goal=target("500"), as_of=HALVES[-1],
        ),
        Series(
            title=_("More than half of the year’s visitors came in summer"), axis=_("visitors"),
            description=_("More than half of the year’s visitors came in summer"),
            readings=tuple(
                Reading(day, Decimal(value), is_firm=True)
                for day, value in ((date(2025, 3, 31), 12500), (date(2025, 6, 30), 31200),
                                   (date(2025, 9, 30), 88400), (date(2025, 12, 31), 103000))
            ),
            goal=Goal(date(2026, 6, 30), Decimal(150000), None,
                      (_("At least 150,000"), _("by June 2026"))),
            as_of=date(2025, 12, 31),
        ),
    )  # fmt: skip


def lines() -> tuple[SparklineDrawing, ...]:
    many = tuple(
        Reading(date(2016 + n // 4, 3 * (n % 4) + 1, 1), Decimal((n * 7) % 11 + n))
        for n in range(40)
    )
    shown = (
        readings("0 1 3 4 6 7 9 11"), many, readings("3 3 3 3"), readings("5"),
        readings("1 2 - - 4 5"), (),
    )  # fmt: skip
    return tuple(sparkline(each, name=_name(each)) for each in shown)


def _name(shown: tuple[Reading, ...]) -> str:
    value = shown[-1].value if shown else None
    return (
        _("%(value)s of %(target)s") % {"value": number_words(value), "target": 24}
        if value is not None
        else _("no value")
    )


YEARS = tuple(date(year, 12, 31) for year in range(2018, 2027))


def ambition(
    name: str,
    figure: str,
    wanted: str,
    verdict: str,
    values: str,
    low: str,
    *,
    high: str = "",
    note: str = "2026",
    is_rank: bool = False,
) -> Multiple:
    """Return a small multiple with a value for each year; “-” is a gap."""
    shown = tuple(
        Reading(day, None if value == "-" else Decimal(value))
        for day, value in zip(YEARS, values.split(), strict=False)
    )
    known = [each.value for each in shown if each.value is not None]
    ends = () if high or not known else ((YEARS[0], str(known[0])), (END, low))
    return Multiple(
        name=name,
        figure=figure,
        wanted=wanted,
        name_of_line=f"{name}: {figure} {wanted}",
        verdict=verdict,
        first=date(2018, 1, 1),
        last=END,
        readings=shown,
        plan=path(*ends),
        goal=Goal(END, Decimal(low), Decimal(high or low), ()),
        is_rank=is_rank,
        note=note,
        provenance=SYNTHETIC,
    )


def ambitions() -> tuple[Multiple, ...]:
    return (
        ambition(_("Region’s economy"), number_words(Decimal("1.7")), _("of 2 times"), "on_path",
            "1 1.06 1.15 1.13 1.28 1.42 1.54 1.62 1.7", "2"),
        ambition(_("Population growth"), number_words(-1900), _("of +40,000"), "wrong_way",
            "0 -900 -1700 -2500 -2300 -2100 -2000 -1950 -1900", "40000"),
        ambition(_("Best world rank of a university"), _("no value"), _("top 500"),
            "not_reported", "", "500", is_rank=True, note=_("A blank is not a zero.")),
        ambition(_("Unemployment"), "5.8 %", _("in 4–6 %"), "on_path",
            "6.9 6.4 15.5 11 9.2 7.8 6.6 6.1 5.8", "4", high="6"),
        ambition(_("New jobs"), number_words(2600), _("of 25,000"), "behind",
            "0 200 - - 700 - 1500 2000 2600", "25000"),
    )  # fmt: skip


def said(ident: int, author: str, side: str, text: str, *, back: bool = False) -> SimpleNamespace:
    return SimpleNamespace(
        id=ident, author=author, side=side, text=text, is_taken_back=back,
        written_at=datetime(2026, 1, 3, 9, ident, tzinfo=UTC),
    )  # fmt: skip


def talk(*comments: SimpleNamespace, resolved_by: str = "") -> SimpleNamespace:
    return SimpleNamespace(
        comments=comments, seen=comments[-1].id, is_open=not resolved_by, resolved_by=resolved_by,
        resolved_at=datetime(2026, 1, 5, 9, tzinfo=UTC),
    )  # fmt: skip


def threads() -> tuple[ThreadBox, ...]:
    """Return an open thread, a resolved one, one that others resolve, and two to be opened."""
    city, port = _("Klaipėda city"), _("Port of Klaipėda")
    question = said(1, "Ona", city, _("Which permits are meant? Name them:\n\n- number\n- date"))
    answer = said(2, "Jonas", port, _("Permits 14 and 15; the second came on 3 December."))
    gone = said(3, "Jonas", port, "", back=True)
    refused = deny(_("Only the coordinator resolves a thread."))
    return (
        box("open", _("Obstacles"), talk(question, answer), offered_back=2),
        box("done", _("What was done"), talk(question, gone, resolved_by="Ona")),
        box("theirs", _("Next steps"), talk(answer), may_resolve=refused, may_write=deny("")),
        box("new", _("The report as a whole")),
        box("bad", _("Evidence"), text=" ", problem=_("Write what you want to say.")),
    )


def thread_inside() -> ThreadBox:
    """Return a thread that stands at a field of a form."""
    words = _("Permits 14 and 15; the second came on 3 December.")
    spoken = talk(said(1, "Jonas", _("Port of Klaipėda"), words))
    return box("within", _("Evidence"), spoken, within="around")


def box(ident: str, name: str, thread: object = None, **given: Any) -> ThreadBox:  # noqa: ANN401 -- any field
    usual = {"may_write": ALLOW, "may_resolve": ALLOW} | given
    return ThreadBox(
        ident=f"thread-{ident}", name=name, place=ident, address="#threads", request_key="x",
        thread=thread, **usual,
    )  # fmt: skip


def redlines() -> tuple[Redline, ...]:
    """Return a text that is worded anew, and a date that is put off."""
    return (
        Redline(
            _("Title"),
            "Establish a business development accelerator.",
            "Establish a Blue Economy sector business development accelerator.",
            "en",
        ),
        Redline(_("Due"), "2022", "2023"),
    )


def picture() -> PictureShown:
    """Return a picture with one copy, as an app hands it to the component."""
    address = static("ui/mark.svg")
    alternative = TranslatedText.of({"en": "Two waves, one above the other", "lt": "Dvi bangos"})
    return PictureShown(
        alternative=alternative.passage(get_language() or "en"),
        credit="Headway",
        licence="CC BY 4.0",
        width=320,
        height=320,
        address=address,
        sources=(PictureSource("image/svg+xml", f"{address} 320w"),),
    )
