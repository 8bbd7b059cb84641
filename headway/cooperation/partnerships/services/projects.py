"""A project: its facts, and what its programme asks to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.partnerships import verbs
from headway.cooperation.partnerships.models import Project
from headway.cooperation.partnerships.permissions import can_keep_project, can_keep_projects
from headway.cooperation.partnerships.services.common import (
    LONGEST_TITLE,
    LONGEST_WORDS,
    address_problems,
    columns_of,
    locked_project,
    money_problems,
    order_problems,
    require_seen,
    write,
)
from headway.foundation.audit.services import record
from headway.foundation.core.keys import new_key
from headway.foundation.core.problems import refuse
from headway.foundation.core.texts import tidied
from headway.foundation.core.verdicts import require
from headway.foundation.core.words import text_problems, too_long
from headway.foundation.organisations.rules import address_problem
from headway.foundation.publication.services import partnership_scope, renew

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.partnerships.facts import ProjectFacts
    from headway.cooperation.partnerships.permissions import Keeper
    from headway.foundation.attachments.models import Picture
    from headway.foundation.audit.verbs import Verb

LONGEST_ACRONYM, LONGEST_PROGRAMME = 40, 120  # signs


@transaction.atomic
def create_project(
    *, slug: str, facts: ProjectFacts, by: Keeper, at: datetime, key: str = ""
) -> Project:
    """Add a project.

    :raises NotAllowed: unless an administrator does it.
    :raises BadInput: for an address that is taken or cannot be one, or facts that cannot be kept.
    """
    require(can_keep_projects(by))
    problems = _problems(facts)
    if problem := address_problem(slug):
        problems["slug"] = problem
    elif Project.objects.filter(slug=slug).exists():
        problems["slug"] = _("The address “%(slug)s” is taken. Choose another.") % {"slug": slug}
    refuse(problems)
    project = Project.objects.create(key=key or new_key(), slug=slug, **columns_of(facts))
    record(verbs.PROJECT_CREATED, project, by=by, at=at)
    renew(partnership_scope(project.key), at=at)
    return project


@transaction.atomic
def change_project(
    *, project_id: int, facts: ProjectFacts, version: int, by: Keeper, at: datetime
) -> Project:
    """Change what is known of a project; its address and its sources stay.

    :raises NotAllowed: unless the lead partner or an administrator does it.
    :raises BadInput: for facts that cannot be kept.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    project = locked_project(project_id)
    require(can_keep_project(by, project))
    require_seen(project, facts, version=version)
    refuse(_problems(facts))
    write(project, facts)
    record(verbs.PROJECT_CHANGED, project, by=by, at=at)
    renew(partnership_scope(project.key), at=at)
    return project


@transaction.atomic
def set_emblem(*, project_id: int, picture: Picture, by: Keeper, at: datetime) -> Project:
    """Let a picture stand where the project's funding is told.

    :raises NotAllowed: unless the lead partner or an administrator does it.
    """
    return _pictured(project_id, "emblem", picture, verbs.EMBLEM_SET, by=by, at=at)


@transaction.atomic
def set_cover(*, project_id: int, picture: Picture, by: Keeper, at: datetime) -> Project:
    """Let a picture open the public home of a project.

    :raises NotAllowed: unless the lead partner or an administrator does it.
    """
    return _pictured(project_id, "cover", picture, verbs.COVER_SET, by=by, at=at)


def _pictured(
    project_id: int, column: str, picture: Picture, verb: Verb, *, by: Keeper, at: datetime
) -> Project:
    project = locked_project(project_id)
    require(can_keep_project(by, project))
    setattr(project, column, picture)
    project.version += 1
    project.save(update_fields=[column, "version"])
    record(verb, project, by=by, at=at)
    renew(partnership_scope(project.key), at=at)
    return project


def _problems(facts: ProjectFacts) -> dict[str, str]:
    problems = text_problems(
        [
            ("title", facts.title, LONGEST_TITLE),
            ("summary", facts.summary, LONGEST_WORDS),
            ("funding_statement", facts.funding_statement, LONGEST_WORDS),
            ("disclaimer", facts.disclaimer, LONGEST_WORDS),
        ],
        wanted={"title": _("The title is missing. Write it in at least one language.")},
    )
    problems |= _short_problems(facts)
    if not set(facts.languages) <= set(dict(settings.LANGUAGES)):
        problems["languages"] = _("Choose languages of those listed.")
    problems |= address_problems("website", facts.website)
    problems |= order_problems("end", facts.start, facts.end)
    return problems | _money_problems(facts)


def _money_problems(facts: ProjectFacts) -> dict[str, str]:
    whole, part = facts.budget_eur, facts.cofinancing_eur
    problems = money_problems(budget_eur=whole, cofinancing_eur=part)
    if not problems and whole is not None and (part or 0) > whole:
        problems["cofinancing_eur"] = _("Co-financing is part of the budget. Write a smaller sum.")
    return problems


def _short_problems(facts: ProjectFacts) -> dict[str, str]:
    problems = {}
    if not tidied(facts.acronym):
        problems["acronym"] = _("The acronym is missing. Write it.")
    for field, words, most in (
        ("acronym", facts.acronym, LONGEST_ACRONYM),
        ("programme", facts.programme, LONGEST_PROGRAMME),
    ):
        if len(words) > most:
            problems[field] = too_long(most)
    return problems
