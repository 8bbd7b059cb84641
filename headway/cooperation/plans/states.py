"""The states of plans and recommendations; what freezes an edition; adoption and cost."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.core.states import StateTable, Step


class PlanState(TextChoices):
    DRAFT = "draft", pgettext_lazy("plan", "draft")
    IN_REVIEW = "in_review", pgettext_lazy("plan", "in review")
    REVISED = "revised", pgettext_lazy("plan", "revised")
    FOR_ADOPTION = "for_adoption", pgettext_lazy("plan", "for adoption")
    ADOPTED = "adopted", pgettext_lazy("plan", "adopted")
    PUBLISHED = "published", pgettext_lazy("plan", "published")


PLAN_STEPS = StateTable(
    states=PlanState,
    start=PlanState.DRAFT,
    steps={
        "send_to_review": Step(
            (PlanState.DRAFT,), PlanState.IN_REVIEW, pgettext_lazy("step", "send to review")
        ),
        "finish_revision": Step(
            (PlanState.IN_REVIEW,), PlanState.REVISED, pgettext_lazy("step", "finish the revision")
        ),
        "ask_for_adoption": Step(
            (PlanState.REVISED,), PlanState.FOR_ADOPTION, pgettext_lazy("step", "ask for adoption")
        ),
        "adopt": Step(
            (PlanState.FOR_ADOPTION,),
            PlanState.ADOPTED,
            pgettext_lazy("step", "record the adoption"),
        ),
        "hand_back": Step(
            (PlanState.FOR_ADOPTION,), PlanState.REVISED, pgettext_lazy("step", "hand back")
        ),
        "publish": Step(
            (PlanState.REVISED, PlanState.ADOPTED),
            PlanState.PUBLISHED,
            pgettext_lazy("step", "publish"),
        ),
        "revise": Step(
            (PlanState.PUBLISHED, PlanState.ADOPTED),
            PlanState.REVISED,
            pgettext_lazy("step", "open again to revise"),
        ),
    },
)
WRITTEN = (PlanState.DRAFT, PlanState.IN_REVIEW, PlanState.REVISED)
"""The states in which a plan's text may be changed."""


class RecommendationState(TextChoices):
    DRAFT = "draft", pgettext_lazy("recommendation", "draft")
    PUBLISHED = "published", pgettext_lazy("recommendation", "published")


RECOMMENDATION_STEPS = StateTable(
    states=RecommendationState,
    start=RecommendationState.DRAFT,
    steps={
        "publish": Step(
            (RecommendationState.DRAFT,),
            RecommendationState.PUBLISHED,
            pgettext_lazy("step", "publish"),
        ),
        "revise": Step(
            (RecommendationState.PUBLISHED,),
            RecommendationState.DRAFT,
            pgettext_lazy("step", "take back to revise"),
        ),
    },
)


class Adoption(TextChoices):
    """Whether a body must adopt a plan. Source: the workshop's feedback, in the mission's text."""

    REQUIRED = "required", _("must be adopted")
    NOT_REQUIRED = "not_required", _("need not be adopted")


class EditionReason(TextChoices):
    """What a plan's text was frozen for."""

    REVIEW = "review", _("for review")
    REVISION = "revision", _("revised")
    ADOPTION = "adoption", _("for adoption")
    PUBLICATION = "publication", _("published")


class CostState(TextChoices):
    """What is known of a planned action's cost. A blank is not zero."""

    KNOWN = "known", _("the cost is known")
    NONE = "none", _("it costs nothing")
    OPEN = "open", _("not known yet")


class Severity(TextChoices):
    """What a finding on a plan's text asks."""

    MUST = "must", _("before publishing")
    SHOULD = "should", _("better")


class Check(TextChoices):
    """What the text of a plan is held against."""

    NO_ACTIONS = "no_actions", _("planned actions")
    MISSING = "missing", _("sections that every plan has")
    NOT_TRANSLATED = "not_translated", _("complete translation")
    OUTDATED = "outdated", _("translation of the words that stand now")
    LONG_SECTION = "long_section", _("length of sections")
    LONG_SENTENCE = "long_sentence", _("length of sentences")
    MANY_SENTENCES = "many_sentences", _("number of sentences")
    ABBREVIATION = "abbreviation", _("abbreviations")
    NO_PLAYERS = "no_players", _("who takes part")
    NOT_SAID_WHAT = "not_said_what", _("what each does")
    NO_STEPS = "no_steps", _("steps")
    NO_DATES = "no_dates", _("months of each step")
    NOT_SAID_WHO = "not_said_who", _("who does each step")
    NO_COST = "no_cost", _("cost")
    NO_FUNDING = "no_funding", _("sources of money")
    NO_INDICATOR = "no_indicator", _("indicators")
    NO_TARGET = "no_target", _("targets of indicators")
    NO_LESSON = "no_lesson", _("lessons from the exchange")
    NO_ADOPTION = "no_adoption", _("adoption")
    NO_ADOPTER = "no_adopter", _("who adopts")
    NO_ADOPTION_WORDS = "no_adoption_words", _("why no adoption")
    NO_CONTACT = "no_contact", _("contact roles")
    NO_COVER = "no_cover", _("pictures")
