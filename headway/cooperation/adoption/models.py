"""The tables of adoptions: who decided on which edition of a plan, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from headway.cooperation.adoption.facts import Correction, PlanAct
from headway.cooperation.adoption.states import AdoptionState, LinkedHow, Way
from headway.cooperation.partnerships.models import led_by
from headway.cooperation.plans.models import Plan, PlanEdition, written_by
from headway.cooperation.plans.states import Adoption as AdoptionOfPlan
from headway.cooperation.plans.states import EditionReason
from headway.foundation.attachments.models import StoredFile
from headway.foundation.core.fields import PartialDateField, ProvenanceField, TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.organisations.models import Organisation, works_in
from headway.monitoring.amendments.models import Amendment
from headway.monitoring.meetings.models import Body, Meeting
from headway.monitoring.strategy.states import ActVerb

if TYPE_CHECKING:
    from headway.foundation.core.texts import TranslatedText

LONGEST_NAME = 200


def _published_as_adopted() -> Exists:
    """Tell whether the words of an act were published as they were adopted.

    That is by the edition next to it: a plan that was opened again meanwhile is adopted anew, or
    says that it need not be.
    """
    rows = PlanEdition.objects.unrestricted(reason="what was published is for everybody")
    return Exists(
        rows.filter(
            plan=OuterRef("plan"),
            number=OuterRef("edition__number") + 1,
            reason=EditionReason.PUBLICATION,
            kept_text__adoption=AdoptionOfPlan.REQUIRED,
        )
    )


class AdoptionQuerySet(ScopedQuerySet["Adoption"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show acts on what is published to all; others to authors, the lead and who decides.

        An act on words that the public does not read, not yet or never, is not public either.
        """
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        seen = Q(_published_as_adopted(), state=AdoptionState.ADOPTED)
        if user.pk is not None:
            seen |= Q(plan__in=written_by(user).values("pk"))
            seen |= Q(plan__project__in=led_by(user).values("project"))
            seen |= Q(body__in=Body.objects.inside(user).values("pk"))
            seen |= Q(organisation__in=works_in(user).values("organisation"))
        return opened.filter(seen)


class Adoption(models.Model):
    """One edition of a plan that was put before who decides on it, and what they decided."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name=_("plan"), related_name="adoptions")
    edition = models.ForeignKey(
        PlanEdition,
        models.PROTECT,
        verbose_name=_("edition that was put before them"),
        related_name="adoptions",
    )
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, verbose_name=_("body"), related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("organisation"),
        related_name="+",
    )
    decider_words = TranslatedTextField(_("who decides, in words"), blank=True)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.CharField(_("asked by"), max_length=LONGEST_NAME)
    state = models.CharField(
        _("state"), max_length=12, choices=AdoptionState, default=AdoptionState.ASKED
    )
    state_since = models.DateTimeField(_("in this state since"))
    way = models.CharField(_("how it was decided"), max_length=8, choices=Way, blank=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, verbose_name=_("meeting"), related_name="+"
    )
    act_number = models.CharField(_("number of the act"), max_length=60, blank=True)
    act_date = PartialDateField(_("date of the act"))
    """Empty, if it is not known."""
    act_verb = models.CharField(_("what was done"), max_length=8, choices=ActVerb, blank=True)
    act_file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("file of the act"),
        related_name="+",
    )
    words = models.TextField(_("words"), blank=True)
    """Why it was refused or taken back; of an act, what else is to be known."""
    kept_corrections = models.JSONField(_("corrections of the act"), default=list, blank=True)
    """What was said of the act before, the oldest first."""
    provenance = ProvenanceField(_("sources"))

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("adoption of a plan")
        verbose_name_plural = _("adoptions of plans")
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state=AdoptionState.ASKED),
                name="adoption_one_asked",
            ),
            models.CheckConstraint(
                condition=~Q(way=Way.MEETING) | Q(body__isnull=False, meeting__isnull=False),
                name="adoption_meeting_of_body",
            ),
            models.CheckConstraint(
                condition=~Q(state=AdoptionState.ADOPTED) | (~Q(way="") & ~Q(act_verb="")),
                name="adoption_has_act",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.decider}"

    @property
    def decider(self) -> TranslatedText:
        """Who decides: the name of the body, of the organisation, or the words for it."""
        if self.body is not None:
            found: TranslatedText = self.body.name
        elif self.organisation is not None:
            found = self.organisation.name
        else:
            found = self.decider_words
        return found

    @property
    def act(self) -> PlanAct:
        """What is said of the act."""
        return PlanAct(
            way=self.way,
            verb=self.act_verb,
            number=self.act_number,
            date=self.act_date,
            meeting_id=self.meeting_id,
            file_id=self.act_file_id,
            words=self.words,
        )

    @property
    def corrections(self) -> tuple[Correction, ...]:
        return tuple(Correction.from_json(each) for each in self.kept_corrections)


class ActionAmendmentQuerySet(ScopedQuerySet["ActionAmendment"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show a link to those who may know of both its ends."""
        known = Q(plan__in=Plan.objects.visible_to(user).values("pk"))
        decided = Q(plan__in=Adoption.objects.visible_to(user).values("plan"))
        amendments = Amendment.objects.visible_to(user)
        return self._open().filter(known | decided, amendment__in=amendments.values("pk"))


class ActionAmendment(models.Model):
    """That an amendment of a strategy follows a planned action."""

    plan = models.ForeignKey(
        Plan, models.CASCADE, verbose_name=_("plan"), related_name="amendments"
    )
    action_key = models.CharField(_("key of the planned action"), max_length=LENGTH)
    """By key, as its row may be gone while editions keep it."""
    amendment = models.ForeignKey(
        Amendment, models.CASCADE, verbose_name=_("amendment"), related_name="planned_actions"
    )
    how = models.CharField(_("how it came about"), max_length=8, choices=LinkedHow)
    linked_at = models.DateTimeField(_("linked at"))
    linked_by = models.CharField(_("linked by"), max_length=LONGEST_NAME)
    provenance = ProvenanceField(_("sources"))

    objects = ActionAmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment of a planned action")
        verbose_name_plural = _("amendments of planned actions")
        constraints = [
            models.UniqueConstraint(fields=["action_key", "amendment"], name="adoption_linked_once")
        ]
        indexes = [models.Index(fields=["plan", "action_key"], name="adoption_of_action")]

    def __str__(self) -> str:
        return f"{self.plan}, {self.action_key}: {self.amendment}"
