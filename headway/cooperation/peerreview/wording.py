"""What pages and letters say of sessions, in the language that is active then."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headway.cooperation.peerreview.states import Obstacle
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.words import worded
from headway.foundation.ui.clocks import moment_worded
from headway.foundation.ui.names import named
from headway.monitoring.strategy.hooks import Task

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from headway.cooperation.partnerships.models import Member
    from headway.cooperation.peerreview.facts import Clash, Hindrance
    from headway.cooperation.peerreview.models import Review, ReviewSession, ReviewUnit
    from headway.cooperation.plans.models import Plan
    from headway.monitoring.strategy.hooks import Row

TO_REVIEW, TO_ANSWER = "review", "suggestions"
"""What waits for people in review sessions."""


def listed(names: Iterable[str]) -> str:
    """Name several things in a sentence: “A, B and C”."""
    *first, last = names
    if not first:
        return last
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last}


def hindrance_sentence(found: Hindrance, names: Mapping[str, str]) -> str:
    """Say why the units cannot all be paired, and what would help."""
    if found.crowd:
        who = listed(names[key] for key in found.crowd)
        given = {"units": who, "number": len(found.crowd), "others": found.others}
        if found.crowd_of == Obstacle.SAME_PLAN:
            return (
                _(
                    "%(units)s write one plan and never meet, but there are only %(others)d others "
                    "for these %(number)d. Join some of them into one unit, or add others."
                )
                % given
            )
        return (
            _(
                "%(units)s are of one country and never meet, but there are only %(others)d others "
                "for these %(number)d. Join some of them into one unit, or add others."
            )
            % given
        )
    if found.alone:
        who = listed(names[key] for key in found.alone)
        return _(
            "There is nobody whom %(units)s may meet: all others write the same plan or are of the "
            "same country. Add units of other plans and countries."
        ) % {"units": who}
    if not names:
        return _("There are no units yet. Add those who present their plans.")
    return _(
        "The units cannot all be put into groups without two of one plan or country. Join units of "
        "one plan, or add units of other countries."
    )


def clash_sentence(clash: Clash, names: Mapping[str, str]) -> str:
    """Say why two units should not meet."""
    return _("%(first)s and %(second)s: %(why)s.") % {
        "first": names[clash.first],
        "second": names[clash.second],
        "why": Obstacle(clash.obstacle).label,
    }


def day_by(day: date) -> str:
    return PartialDate.of(day).worded()


def today_of(session: ReviewSession, at: datetime) -> date:
    """Return which day it is on the clocks of a session."""
    return at.astimezone(ZoneInfo(session.time_zone)).date()


def when_of(session: ReviewSession) -> str:
    return moment_worded(session.starts_at, session.time_zone) if session.starts_at else ""


def review_name(review: Review) -> str:
    """Call a review by who reviews whom."""
    return f"{review.reviewer} → {review.reviewed}"


def plan_label(plan: Plan) -> str:
    """Call a plan by its policy instrument and region, which everybody may know.

    Never by its title: that of a plan which is not published belongs to its draft.
    """
    return _("%(instrument)s (%(region)s)") % {
        "instrument": named(plan.instrument.title),
        "region": named(plan.instrument.region.name),
    }


def plan_name(unit: ReviewUnit) -> str:
    """Call the plan that a unit presents."""
    return plan_label(unit.plan)


def arguments_of(session: ReviewSession) -> list[str]:
    """Return what names a session in an address. It was read with its project."""
    return [session.project.slug, session.key]


def review_path(review: Review) -> str:
    return reverse("peerreview:review", args=[*arguments_of(review.reviewed.session), review.key])


def whole(path: str) -> str:
    """Return the whole address of a path; empty where the site knows none of its own."""
    return f"{settings.SITE_ADDRESS.rstrip('/')}{path}" if settings.SITE_ADDRESS else ""


def task_of(row: Row, at: datetime) -> Task:
    """Tell of a review to write, or of suggestions to answer; `besides` is its session."""
    del at  # what waits is kept, not reckoned
    given = {"session": named(row.of), "day": day_by(row.due_on) if row.due_on else ""}
    if row.kind == TO_REVIEW:
        title = worded(lambda: _("Review %(unit)s") % {"unit": row.name})
        by_day, any_day = _("%(session)s: write it until %(day)s."), _("%(session)s: write it.")
    else:
        title = worded(lambda: _suggestions(row))
        by_day, any_day = _("%(session)s: answer until %(day)s."), _("%(session)s: answer.")
    said = by_day if row.due_on else any_day
    address = reverse("peerreview:review", args=[row.slug, row.besides, row.key])
    return Task(title, address, said % given, row.kind, row.number or 1)


def _suggestions(row: Row) -> str:
    words = ngettext(
        "Answer %(count)d suggestion of %(unit)s",
        "Answer %(count)d suggestions of %(unit)s",
        row.number,
    )
    return words % {"count": row.number, "unit": row.name}


class Told:
    """What letters to one unit say of a session, in the language that is active then."""

    def __init__(
        self, session: ReviewSession, unit: ReviewUnit, *, about: Iterable[Review] = ()
    ) -> None:
        self.session, self.unit, self.about = session, unit, tuple(about)

    @property
    def title(self) -> str:
        return named(self.session)

    @property
    def project(self) -> str:
        return str(self.session.project)

    @property
    def when(self) -> str:
        return when_of(self.session)

    @property
    def reviews_until(self) -> str:
        until = self.session.reviews_until
        return day_by(until) if until else ""

    @property
    def answers_until(self) -> str:
        until = self.session.answers_until
        return day_by(until) if until else ""

    @property
    def reviewed(self) -> str:
        return listed(dict.fromkeys(str(each.reviewed) for each in self.about))

    @property
    def reviewers(self) -> str:
        return listed(dict.fromkeys(str(each.reviewer) for each in self.about))

    @property
    def page(self) -> str:
        return whole(reverse("peerreview:session", args=arguments_of(self.session)))


def lead_line(lead: Member | None) -> str:
    """Say whom to ask: the lead partner, at its role address."""
    if lead is None or not lead.organisation.email:
        return ""
    with translation.override(translation.get_language() or "en"):
        return _("Questions: %(name)s, %(email)s.") % {
            "name": named(lead.organisation),
            "email": lead.organisation.email,
        }
