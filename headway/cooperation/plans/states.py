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
