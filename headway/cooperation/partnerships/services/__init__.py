"""Every write to a project and to what belongs to it."""

from headway.cooperation.partnerships.facts import (
    GroupFacts,
    InstrumentFacts,
    MemberFacts,
    PhaseFacts,
    ProjectFacts,
    SemesterFacts,
)
from headway.cooperation.partnerships.services.groups import add_group, change_group
from headway.cooperation.partnerships.services.instruments import (
    add_instrument,
    change_instrument,
)
from headway.cooperation.partnerships.services.members import add_member, change_member
from headway.cooperation.partnerships.services.projects import (
    change_project,
    create_project,
    set_cover,
    set_emblem,
)
from headway.cooperation.partnerships.services.stages import assess_stage
from headway.cooperation.partnerships.services.times import (
    add_phase,
    add_semester,
    change_phase,
    change_semester,
)

__all__ = (
    "GroupFacts",
    "InstrumentFacts",
    "MemberFacts",
    "PhaseFacts",
    "ProjectFacts",
    "SemesterFacts",
    "add_group",
    "add_instrument",
    "add_member",
    "add_phase",
    "add_semester",
    "assess_stage",
    "change_group",
    "change_instrument",
    "change_member",
    "change_phase",
    "change_project",
    "change_semester",
    "create_project",
    "set_cover",
    "set_emblem",
)
