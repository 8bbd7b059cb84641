"""Who may do what to a project. Each answer carries its reason.

The lead partner keeps the project; each region's partners write about their own region. A partner
that has left does neither. Who may see which draft of a higher app is decided there, on these
words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.cooperation.partnerships.models import works_as, writes_as
from headway.cooperation.partnerships.states import MemberRole
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.verdicts import ALLOW, Verdict, deny
from headway.foundation.ui.names import named

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from headway.cooperation.partnerships.models import Member, Project
    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Region

    Keeper = User | SystemActor


def rules_all(user: Keeper) -> bool:
    """Tell whether somebody may do what any partner may: an administrator, or the system."""
    return isinstance(user, SystemActor) or bool(user.is_administrator)


def leads(user: Keeper, project: Project) -> bool:
    """Tell whether somebody writes for the project's lead partner now, or is an administrator."""
    if isinstance(user, SystemActor) or user.is_administrator:
        return True
    return _written(user, project).filter(role=MemberRole.LEAD).exists()


def takes_part(user: Keeper, project: Project) -> bool:
    """Tell whether somebody works for a partner of the project now, in whatever role."""
    if isinstance(user, SystemActor):
        return True
    return works_as(user).filter(project=project).exists()


def _written(user: User, project: Project) -> QuerySet[Member]:
    """Return the partners that somebody writes for now."""
    return writes_as(user).filter(project=project)


def can_keep_projects(user: Keeper) -> Verdict:
    """Let administrators add projects: whoever leads one then keeps it."""
    if isinstance(user, SystemActor) or user.is_administrator:
        return ALLOW
    return deny(_("Only an administrator can add a project."))


def can_keep_project(user: Keeper, project: Project) -> Verdict:
    """Let those keep a project who report or approve for its lead partner; administrators too."""
    if leads(user, project):
        return ALLOW
    sentence = _(
        "Only the lead partner of %(project)s can do this: who reports or approves for it, or an "
        "administrator."
    )
    return deny(sentence % {"project": project})


def can_write_for_region(user: Keeper, project: Project, region: Region) -> Verdict:
    """Let the region's own partners write about it, and the lead partner about every region."""
    if leads(user, project):
        return ALLOW
    if not isinstance(user, SystemActor) and _written(user, project).filter(region=region).exists():
        return ALLOW
    sentence = _(
        "Only partners from %(region)s and the lead partner of %(project)s can write about this "
        "region: who reports or approves for them."
    )
    return deny(sentence % {"region": named(region), "project": project})


def can_see_project(user: Keeper, project: Project) -> Verdict:
    """Show the working pages of a project to its partners, and to who reads everything."""
    if isinstance(user, SystemActor) or user.reads_everything or takes_part(user, project):
        return ALLOW
    return deny(_("Only partners of %(project)s can see this.") % {"project": project})


def regions_written(user: Keeper, project: Project) -> set[int]:
    """Return the ids of the regions of a project that somebody may write about."""
    members = project.members.filter(region__isnull=False)
    if not leads(user, project) and not isinstance(user, SystemActor):
        members = members.filter(pk__in=_written(user, project).values("pk"))
    return {pk for pk in members.values_list("region_id", flat=True) if pk}
