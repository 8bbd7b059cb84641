"""A strategy in editions. *Text* is what an edition fixes; *life* is what happens to a node.

Text rows carry `from_number` and `until_number`: a row belongs to every edition whose number n
has from_number <= n < until_number. So any edition is read with one filter, and a draft is a
number above all editions in force. Decision: docs/decisions/0006-text-and-life.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.attachments.models import StoredFile
from headway.foundation.core.fields import PartialDateField, ProvenanceField, TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.organisations.models import Organisation
from headway.monitoring.strategy.fields import FrameField, FundingField, StatusesField
from headway.monitoring.strategy.states import (
    ActVerb,
    EditionState,
    NodeKind,
    PartnerRole,
    Responsible,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from headway.foundation.accounts.models import User

FOREVER = 2_147_483_647
"""The `until_number` of text that no edition has ended."""
NUMBERLESS = [EditionState.DISCARDED, EditionState.TAKEN_BACK]
"""Editions without text: another may have their number."""


class Strategy(models.Model):
    """A plan of objectives and measures that an organisation answers for."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = TranslatedTextField(pgettext_lazy("thing", "name"))
    short_name = TranslatedTextField(_("short name"), blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="+"
    )
    languages = models.JSONField(_("languages"), default=list)
    """The languages that the text is wanted in; the first leads."""
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Vilnius")
    statuses = StatusesField(_("implementation statuses"))
    is_public = models.BooleanField(_("public"), default=False)
    """Whether readers who are not signed in find it. An edition in force is needed besides."""
    asks_agreement = models.BooleanField(_("partners agree to amendments"), default=False)
    """Whether every partner is asked before an amendment is decided."""
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    known_to: tuple[int, bool] | None = None
    """For whom it was read, and whether they coordinate it. Services read it anew."""

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")

    def __str__(self) -> str:
        return str(self.name)


class Coordinator(models.Model):
    """A person who keeps a strategy: edits drafts, puts them in force, sets statuses."""

    strategy = models.ForeignKey(
        Strategy, models.CASCADE, verbose_name=_("strategy"), related_name="coordinators"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person"), related_name="+"
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("coordinator")
        verbose_name_plural = _("coordinators")
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "user"],
                condition=Q(until__isnull=True),
                name="strategy_coordinator_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.strategy}"


def kept_by(user: Any) -> models.QuerySet[Coordinator]:  # noqa: ANN401 -- a person, or nobody
    """Return in which strategies somebody is a coordinator now."""
    return Coordinator.objects.filter(user_id=user.pk, until__isnull=True)


class Partner(models.Model):
    """An organisation that carries a strategy, and since when."""

    strategy = models.ForeignKey(
        Strategy, models.CASCADE, verbose_name=_("strategy"), related_name="partners"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="+"
    )
    role = models.CharField(_("role"), max_length=10, choices=PartnerRole)
    since = PartialDateField(_("since"))
    until = PartialDateField(_("until"))
    provenance = ProvenanceField(_("sources"))

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        return f"{self.organisation} – {self.strategy}"


class EditionQuerySet(ScopedQuerySet["Edition"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Editions in force of public strategies are public; coordinators see theirs, drafts too.

        Administrators and auditors see all.
        """
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        public = Q(state=EditionState.IN_FORCE, strategy__is_public=True)
        if not user.is_authenticated:
            return opened.filter(public)
        kept = Coordinator.objects.filter(user_id=user.pk, until__isnull=True)
        return opened.filter(public | Q(strategy__in=kept.values("strategy")))


class Edition(models.Model):
    """The strategy's text as one act made it, or as a draft would."""

    strategy = models.ForeignKey(
        Strategy, models.CASCADE, verbose_name=_("strategy"), related_name="editions"
    )
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(
        _("state"), max_length=10, choices=EditionState, default=EditionState.DRAFT
    )
    title = TranslatedTextField(_("title"))
    frame = FrameField(_("frame"))
    in_force_on = PartialDateField(_("in force from"))
    in_force_from = models.DateField(_("first day in force"), null=True, blank=True)
    """The first day that `in_force_on` may mean; orders editions and answers `on`."""
    act_body = TranslatedTextField(_("body"), blank=True)
    act_number = models.CharField(_("number of the act"), max_length=60, blank=True)
    act_date = PartialDateField(_("date of the act"))
    act_verb = models.CharField(_("verb"), max_length=10, choices=ActVerb, blank=True)
    act_file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("file of the act"),
        related_name="+",
    )
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "number"],
                condition=~Q(state__in=NUMBERLESS),
                name="strategy_edition_number",
            ),
            models.UniqueConstraint(
                fields=["strategy"],
                condition=Q(state=EditionState.DRAFT),
                name="strategy_edition_one_draft",
            ),
            models.CheckConstraint(
                condition=~Q(state=EditionState.IN_FORCE) | Q(in_force_from__isnull=False),
                name="strategy_edition_in_force_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    @property
    def is_draft(self) -> bool:
        return self.state == EditionState.DRAFT

    known_under: tuple[object, ...] | None = None
    """The content version under which it was read, of one in force that is public."""


class Node(models.Model):
    """An objective, task or measure, whatever its wording: the thing that stays."""

    strategy = models.ForeignKey(
        Strategy, models.CASCADE, verbose_name=_("strategy"), related_name="nodes"
    )
    key = models.CharField(_("key"), max_length=LENGTH, unique=True)

    class Meta:
        verbose_name = _("node")
        verbose_name_plural = _("nodes")

    def __str__(self) -> str:
        return self.key


R = TypeVar("R", bound=models.Model)


class EditionRowQuerySet(ScopedQuerySet[R]):
    """Rows that hold from one edition until another: what they say is as public as those are."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep the rows that stand in some edition which this person may see."""
        editions = Edition.objects.visible_to(user).filter(
            strategy=models.OuterRef("strategy"),
            number__gte=models.OuterRef("from_number"),
            number__lt=models.OuterRef("until_number"),
        )
        return self._open().filter(models.Exists(editions))

    def of(self, edition: Edition) -> Self:
        """Return the rows of an edition that the caller was allowed to read, unordered."""
        return self.unrestricted(reason="whoever holds an edition may read its text").filter(
            strategy_id=edition.strategy_id,
            from_number__lte=edition.number,
            until_number__gt=edition.number,
        )

    def beside(self, edition: Edition) -> Self:
        """Return the rows of an edition at the node of the outer query's row, unordered.

        A node is of one strategy, so that is not asked: SQLite would go by the index of the
        strategy and read all its rows again for each node.
        """
        return self.unrestricted(reason="whoever holds an edition may read its text").filter(
            node=models.OuterRef("node"),
            from_number__lte=edition.number,
            until_number__gt=edition.number,
        )


class TextQuerySet(EditionRowQuerySet["NodeText"]):
    def addressed(self, edition: Edition) -> Self:
        """Return the text of an edition, each row knowing whether another node has its code."""
        return self.of(edition).knowing_twins(edition)

    def knowing_twins(self, edition: Edition) -> Self:
        """Let each row know whether another node has its code in an edition."""
        twins = NodeText.objects.of(edition).filter(code=models.OuterRef("code"))
        shares_code = models.Exists(twins.exclude(node=models.OuterRef("node")))
        return self.annotate(shares_code=shares_code)


class NodeText(models.Model):
    """What a node says, where it stands and when it is due, from one edition until another."""

    node = models.ForeignKey(Node, models.CASCADE, verbose_name=_("node"), related_name="texts")
    strategy = models.ForeignKey(
        Strategy, models.CASCADE, verbose_name=_("strategy"), related_name="+"
    )
    from_number = models.PositiveIntegerField(_("from edition"))
    until_number = models.PositiveIntegerField(_("until edition"), default=FOREVER)
    parent = models.ForeignKey(
        Node, models.PROTECT, null=True, blank=True, verbose_name=_("parent"), related_name="+"
    )
    path = models.CharField(_("path"), max_length=120)
    """The places from the top, as `rules.path_below` writes them. Orders the whole tree."""
    depth = models.PositiveSmallIntegerField(_("depth"))
    code = models.CharField(_("code"), max_length=40, blank=True)
    title = TranslatedTextField(_("title"))
    description = TranslatedTextField(_("description"), blank=True)
    kind = models.CharField(
        _("kind"), max_length=10, choices=NodeKind, default=NodeKind.ONE_OFF, blank=True
    )
    is_flagship = models.BooleanField(_("flagship"), default=False)
    start = PartialDateField(_("start"))
    due = PartialDateField(_("due"))
    sectors = models.JSONField(_("sectors"), default=list, blank=True)
    funding = FundingField(_("level of funding"))
    provenance = ProvenanceField(_("sources"))
    folded = models.TextField(_("search key"), blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = TextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a node")
        verbose_name_plural = _("texts of nodes")
        constraints = [
            models.UniqueConstraint(fields=["node", "from_number"], name="strategy_text_once"),
            models.CheckConstraint(
                condition=Q(until_number__gt=F("from_number")), name="strategy_text_not_empty_span"
            ),
        ]
        indexes = [
            models.Index(fields=["strategy", "path"], name="strategy_text_order"),
            models.Index(fields=["strategy", "code"], name="strategy_text_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()


class Responsibility(models.Model):
    """Who answers for a node, in which role, since when; text of an edition."""

    node = models.ForeignKey(
        Node, models.CASCADE, verbose_name=_("node"), related_name="responsibilities"
    )
    strategy = models.ForeignKey(
        Strategy, models.CASCADE, verbose_name=_("strategy"), related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="+"
    )
    role = models.CharField(_("role"), max_length=12, choices=Responsible)
    since = PartialDateField(_("since"))
    until = PartialDateField(_("until"))
    from_number = models.PositiveIntegerField(_("from edition"))
    until_number = models.PositiveIntegerField(_("until edition"), default=FOREVER)

    objects = EditionRowQuerySet["Responsibility"].as_manager()

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        constraints = [
            models.UniqueConstraint(
                fields=["node", "organisation", "role", "from_number"],
                name="strategy_responsibility_once",
            )
        ]
        indexes = [
            models.Index(fields=["strategy", "organisation"], name="strategy_responsibility_who")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.node} ({self.get_role_display()})"


class Life(models.Model):
    """How far a node has got: its implementation status and a public note, as they stand now."""

    node = models.OneToOneField(
        Node, models.CASCADE, primary_key=True, verbose_name=_("node"), related_name="life"
    )
    status = models.CharField(_("implementation status"), max_length=30, blank=True)
    status_on = models.DateField(_("status of"), null=True, blank=True)
    note = TranslatedTextField(_("note"), blank=True)
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("life of a node")
        verbose_name_plural = _("lives of nodes")

    def __str__(self) -> str:
        return f"{self.node}: {self.status}"


class LifeRecord(models.Model):
    """What was known of a node's life from a moment on; kept for `as_of`."""

    node = models.ForeignKey(Node, models.CASCADE, verbose_name=_("node"), related_name="records")
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.CharField(_("recorded by"), max_length=200)
    status = models.CharField(_("implementation status"), max_length=30, blank=True)
    status_on = models.DateField(_("status of"), null=True, blank=True)
    note = TranslatedTextField(_("note"), blank=True)
    provenance = ProvenanceField(_("sources"))

    class Meta:
        verbose_name = _("life record")
        verbose_name_plural = _("life records")
        indexes = [models.Index(fields=["node", "recorded_at"], name="strategy_life_record_order")]

    def __str__(self) -> str:
        return f"{self.node}: {self.status}"
