"""Every type of page that a reader may meet, each with one address in the demonstration."""

from __future__ import annotations

from dataclasses import dataclass

from headway.foundation.core.keys import derived_key

KEDS = "/{language}/workspace/strategies/keds/"
ADMINISTRATOR, COORDINATOR = "System administrator", "Strategy coordinator"
REPORTER, AUDITOR, CHAIR = "Reporter", "Auditor", "Chair of the Marketing"
WITH_DRAFT, WITH_RECEIPT = "Reporter, Klaipėda Free", "Reporter, Klaipėda University"
WITH_COMMENTS, APPROVER = "Reporter, Klaipėda State", "Approver"
PROJECTS = "/{language}/workspace/projects/"
VENTURES, LEADER = f"{PROJECTS}inter-ventures/", "Reporter, Pannon"
TASKS, FIRST = "/{language}/reports/", "ul.tasks h3 a[href*='/reports/']"
COMMENTED = "ul.tasks li:has(.thread) h3 a"


def indicator(told: str, *, at: str = "") -> str:
    """Return the key of an indicator of the demonstration: its name there, and its measure."""
    return derived_key("indicator", "keds", at, told)


BAND, PROVISIONAL = indicator("unemployment"), indicator("economy")
YES_OR_NO = indicator("baccalaureate", at="2.2.3")


COUNCIL = "/{language}/bodies/marketing-council/"
PAST, AHEAD = (
    f"/{{language}}/meetings/{derived_key('meeting', 'keds', 'marketing-council', name)}/"
    for name in ("past-1", "ahead")
)
ACTIVITY = derived_key("activity", "keds", "Open day of the accelerator")
TO_DO = "section[aria-labelledby=follow-ups] h3 a"
IN_FORCE, CONSULTED = (
    f"{KEDS}amendments/{derived_key('amendment', 'keds', title)}/"
    for title in (
        "Internationalisation at Klaipėda ID and an accelerator of the blue economy",
        "Mentors beside consultations, and a higher target for the accelerator",
    )
)
SHARED = "/{language}/projects/inter-ventures/"
VISIT, TOLD = (
    f"{SHARED}events/{derived_key('event', 'inter-ventures', 'study-visit-klaipeda')}/",
    f"{SHARED}practices/{derived_key('practice', 'inter-ventures', 'Financial support for SMEs')}/",
)
PLAN, UNFINISHED = f"{VENTURES}plans/klaipeda/", f"{VENTURES}plans/pannon/"
ACTION = derived_key("planned action", "inter-ventures", "HU-A1")
ADOPTION = derived_key("adoption", "inter-ventures", "AP-LT")
RECOMMENDATION = derived_key("recommendation", "inter-ventures", "LT")
WORKSHOP, RUNNING, TO_TRY = (
    f"{VENTURES}reviews/{derived_key('review session', 'inter-ventures', key)}/"
    for key in ("", "second-look", "to-try")
)
UNIT = derived_key("review unit", "inter-ventures", "to-try", "lithuania")
ON_OURS, OURS = (
    f"main a[href*='/review/']:has-text('{name}')" for name in ("→ Lithuania", "Lithuania →")
)
GROUP = derived_key("group", "inter-ventures", "LT")
SEMESTER = "[href*='/semesters/']:not([href$='add/'])"
PHASE_2 = f"{VENTURES}implementation/"
MONITORED = f"{PHASE_2}rounds/{derived_key('monitoring round', 'inter-ventures', '2022-S2')}/"
STEP = f"{PHASE_2}plans/klaipeda/steps/{derived_key('step', 'inter-ventures', 'LT-A2-2')}/"
CHANGE = derived_key("policy change", "inter-ventures", "A pre-accelerator of the blue economy")
CITY, REPORTS = "Reporter, Klaipėda City", "main a[href*='/reports/']"
LATE = "main .tasks a[href*='/reports/']"
KEPT_VISIT, KEPT_TOLD = (each.replace("/projects", "/workspace/projects") for each in (VISIT, TOLD))
KEPT = SHARED.replace("/projects", "/workspace/projects")


@dataclass(frozen=True, slots=True)
class PageType:
    """A type of page: the route that shows it, its address, who looks at it.

    In the address {language} stands for the language of the interface. `by` are the links, as
    CSS finds them, that lead on from there to a page whose address nobody can foretell.
    """

    route: str
    address: str
    role: str = ""
    status: int = 200
    by: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.route} {self.address}"

    def at(self, language: str) -> str:
        return self.address.format(language=language)


PAGES = (
    PageType("portal:home", "/{language}/"),
    PageType("portal:strategy", "/{language}/strategies/keds/"),
    PageType("portal:strategy", "/{language}/strategies/keds/?on=2020-05-01&as_of=2021-05-01"),
    PageType("portal:measure", "/{language}/strategies/keds/measures/1.3/"),
    PageType("portal:measure", "/{language}/strategies/keds/measures/1.3.4/"),
    PageType("portal:history", "/{language}/strategies/keds/history/"),
    PageType("portal:amendment", "/{language}/strategies/keds/amendments/1/"),
    PageType("portal:rounds", "/{language}/strategies/keds/rounds/"),
    PageType(
        "portal:round",
        "/{language}/strategies/keds/rounds/",
        by=("main a[href*='/strategies/keds/rounds/']",),
    ),
    PageType("portal:edition", "/{language}/strategies/keds/editions/1/"),
    PageType("portal:edition", "/{language}/strategies/keds/editions/2/"),
    PageType("portal:compare", "/{language}/strategies/keds/editions/compare/"),
    PageType("portal:embed", "/{language}/embed/strategies/keds/measures/1.3.4/"),
    PageType("portal:indicator", f"/{{language}}/indicators/{BAND}/"),
    PageType("portal:indicator", f"/{{language}}/indicators/{PROVISIONAL}/"),
    PageType("portal:indicator", f"/{{language}}/indicators/{YES_OR_NO}/"),
    PageType("portal:how_we_judge", "/{language}/how-we-judge/"),
    PageType("portal:organisations", "/{language}/organisations/"),
    PageType("portal:organisation", "/{language}/organisations/klaipeda-id/"),
    PageType("portal:project", "/{language}/projects/inter-ventures/"),
    PageType("portal:plan", f"{SHARED}plans/klaipeda/"),
    PageType("portal:recommendation", f"{SHARED}recommendations/{RECOMMENDATION}/"),
    PageType("portal:search", "/{language}/search/?words=klaipedos"),
    PageType("portal:data", "/{language}/data/"),
    PageType("portal:integrity", "/{language}/integrity/"),
    PageType("portal:accessibility", "/{language}/accessibility/"),
    PageType("ui:components", "/{language}/components/"),
    PageType("api:tables", "/api/v1/tables/?language={language}"),
    PageType("not found", "/{language}/nothing-here/", status=404),
    PageType("account_login", "/{language}/sign-in/"),
    PageType("account_request_login_code", "/{language}/sign-in/code/"),
    PageType("accounts:sign_in_link", "/{language}/sign-in/link/"),
    PageType("account_reset_password", "/{language}/password/reset/"),
    PageType("account_reset_password_done", "/{language}/password/reset/sent/"),
    PageType("account_reset_password_from_key_done", "/{language}/password/reset/done/"),
    PageType("account_inactive", "/{language}/sign-in/closed/"),
    PageType("account_logout", "/{language}/sign-out/", REPORTER),
    PageType("account_set_password", "/{language}/account/password/set/", REPORTER),
    PageType("mfa_activate_totp", "/{language}/account/factor/app/", COORDINATOR),
    PageType("mfa_generate_recovery_codes", "/{language}/account/factor/codes/new/", COORDINATOR),
    PageType("reporting:tasks", TASKS, REPORTER),
    PageType("reporting:tasks", TASKS, WITH_COMMENTS),
    PageType("reporting:report", TASKS, WITH_DRAFT, by=(FIRST,)),
    PageType("reporting:report", TASKS, WITH_COMMENTS, by=(FIRST,)),
    PageType("reporting:report", TASKS, WITH_RECEIPT, by=(FIRST,)),
    PageType("reporting:part", TASKS, WITH_DRAFT, by=(FIRST, "ul.tasks > li:last-child h3 a")),
    PageType("reporting:part", TASKS, WITH_COMMENTS, by=(FIRST, COMMENTED)),
    PageType("reporting:hand_over", TASKS, WITH_DRAFT, by=(FIRST, FIRST, "a[href$='/hand-over/']")),
    PageType("reporting:grid", TASKS, WITH_DRAFT, by=(FIRST, "a[href$='/grid/']")),
    PageType("reporting:check", TASKS, WITH_DRAFT, by=(FIRST, "a[href$='/check/']")),
    PageType("reporting:check", TASKS, APPROVER, by=(FIRST, "a[href$='/check/']")),
    PageType("reporting:receipt", TASKS, WITH_RECEIPT, by=(FIRST, ".top-do a.main")),
    PageType("workspace:home", "/{language}/workspace/", COORDINATOR),
    PageType("workspace:audit", "/{language}/workspace/audit/", AUDITOR),
    PageType("accounts:profile", "/{language}/account/", REPORTER),
    PageType("accounts:sessions", "/{language}/account/sessions/", REPORTER),
    PageType("organisations:people", "/{language}/directory/people/", ADMINISTRATOR),
    PageType("organisations:invite", "/{language}/directory/people/invite/", ADMINISTRATOR),
    PageType(
        "organisations:edit",
        "/{language}/directory/organisations/klaipeda-id/edit/",
        ADMINISTRATOR,
    ),
    PageType("organisations:person", "/{language}/directory/people/1/", ADMINISTRATOR),
    PageType("notices:outbox", "/{language}/outbox/", ADMINISTRATOR),
    PageType("mfa_index", "/{language}/account/factor/", COORDINATOR),
    PageType("strategy:create", "/{language}/workspace/strategies/", ADMINISTRATOR),
    PageType("strategy:manage", KEDS, COORDINATOR),
    PageType("strategy:settings", f"{KEDS}settings/", COORDINATOR),
    PageType("strategy:statuses", f"{KEDS}settings/statuses/", COORDINATOR),
    PageType("strategy:lives", f"{KEDS}status/", COORDINATOR),
    PageType("strategy:life", f"{KEDS}status/q8dndhq345/", COORDINATOR),
    PageType("strategy:translations", f"{KEDS}translations/", COORDINATOR),
    PageType("strategy:import_start", f"{KEDS}import/", COORDINATOR),
    PageType("reporting:rounds", f"{KEDS}rounds/", COORDINATOR),
    PageType("reporting:round_add", f"{KEDS}rounds/add/", COORDINATOR),
    PageType("reporting:collecting", f"{KEDS}rounds/collecting/", COORDINATOR),
    PageType("reporting:lines", f"{KEDS}rounds/lines/", COORDINATOR),
    PageType("reporting:mails", f"{KEDS}rounds/mails/", COORDINATOR),
    PageType("partnerships:projects", PROJECTS, REPORTER),
    PageType("partnerships:create", f"{PROJECTS}add/", ADMINISTRATOR),
    PageType("partnerships:project", VENTURES, LEADER),
    PageType("partnerships:edit", f"{VENTURES}edit/", LEADER),
    PageType("partnerships:emblem", f"{VENTURES}emblem/", LEADER),
    PageType("partnerships:phase_add", f"{VENTURES}phases/add/", LEADER),
    PageType(
        "partnerships:phase", VENTURES, LEADER, by=("a[href*='/phases/']:not([href$='add/'])",)
    ),
    PageType("partnerships:semester_add", f"{VENTURES}semesters/add/", LEADER),
    PageType("partnerships:semester", VENTURES, LEADER, by=(f"a{SEMESTER}",)),
    PageType("partnerships:group", f"{VENTURES}groups/{GROUP}/", REPORTER),
    PageType("partnerships:members", f"{VENTURES}partners/", REPORTER),
    PageType("partnerships:member_add", f"{VENTURES}partners/add/", LEADER),
    PageType(
        "partnerships:member", f"{VENTURES}partners/", LEADER, by=("th a[href*='/partners/']",)
    ),
    PageType("partnerships:instruments", f"{VENTURES}instruments/", LEADER),
    PageType("partnerships:instrument_add", f"{VENTURES}instruments/add/", LEADER),
    PageType(
        "partnerships:instrument",
        f"{VENTURES}instruments/",
        LEADER,
        by=("th a[href*='/instruments/']",),
    ),
    PageType("partnerships:groups", f"{VENTURES}groups/", LEADER),
    PageType("partnerships:group_add", f"{VENTURES}groups/add/", REPORTER),
    PageType("partnerships:stages", f"{VENTURES}stages/", REPORTER),
    PageType("partnerships:stage_add", f"{VENTURES}stages/add/", REPORTER),
    PageType("plans:list", f"{VENTURES}plans/", REPORTER),
    PageType("plans:plan", PLAN, REPORTER),
    PageType("plans:plan", UNFINISHED, LEADER),
    PageType("plans:context", f"{UNFINISHED}context/", LEADER),
    PageType("plans:picture", f"{UNFINISHED}picture/", LEADER),
    PageType("plans:action", f"{UNFINISHED}actions/{ACTION}/", LEADER),
    PageType("plans:add_action", f"{UNFINISHED}actions/~add/", LEADER),
    PageType("plans:editions", f"{PLAN}editions/", REPORTER),
    PageType("plans:edition", f"{PLAN}editions/1/", REPORTER),
    PageType("plans:compare", f"{PLAN}editions/compare/", REPORTER),
    PageType("plans:step", f"{PLAN}steps/revise/", REPORTER),
    PageType("adoption:plan", f"{PLAN}adoption/", REPORTER),
    PageType("adoption:adoption", f"{PLAN}adoption/{ADOPTION}/", REPORTER),
    PageType("adoption:correct", f"{PLAN}adoption/{ADOPTION}/correct/", APPROVER),
    PageType("peerreview:sessions", f"{VENTURES}reviews/", LEADER),
    PageType("peerreview:session_add", f"{VENTURES}reviews/add/", LEADER),
    PageType("peerreview:session", WORKSHOP, REPORTER),
    PageType("peerreview:session", TO_TRY, LEADER),
    PageType("peerreview:session_edit", f"{RUNNING}edit/", LEADER),
    PageType("peerreview:timetable", f"{WORKSHOP}timetable/", REPORTER),
    PageType("peerreview:unit_add", f"{TO_TRY}units/add/", LEADER),
    PageType("peerreview:unit", f"{TO_TRY}units/{UNIT}/", LEADER),
    PageType("peerreview:pair", f"{TO_TRY}pairs/", LEADER),
    PageType("peerreview:swap", f"{TO_TRY}rounds/1/swap/", LEADER),
    PageType("peerreview:plenary", f"{WORKSHOP}plenary/", REPORTER),
    PageType("peerreview:plenary_words", f"{WORKSHOP}plenary/words/", LEADER),
    PageType("peerreview:review", WORKSHOP, REPORTER, by=(ON_OURS,)),
    PageType("peerreview:edition", WORKSHOP, REPORTER, by=(OURS, "main a[href$='/edition/']")),
    PageType("peerreview:write", RUNNING, REPORTER, by=(OURS, "main a[href$='/write/']")),
    PageType("peerreview:answer", WORKSHOP, REPORTER, by=(ON_OURS, "main a[href*='/points/']")),
    PageType("implementation:overview", PHASE_2, LEADER),
    PageType("implementation:table", f"{PHASE_2}plans/klaipeda/", REPORTER),
    PageType("implementation:step", STEP, CITY),
    PageType("implementation:round_add", f"{PHASE_2}rounds/add/", LEADER),
    PageType("implementation:round", MONITORED, LEADER),
    PageType("implementation:report", PHASE_2, REPORTER, by=(REPORTS,)),
    PageType("implementation:reopen", MONITORED, LEADER, by=(REPORTS, "main a[href$='/reopen/']")),
    PageType("implementation:ask", PHASE_2, LEADER, by=(REPORTS, "main a[href$='/ask/']")),
    PageType("implementation:part", PHASE_2, CITY, by=(LATE, "main a[href*='/parts/']")),
    PageType("implementation:change", f"{PHASE_2}changes/{CHANGE}/", LEADER),
    PageType("implementation:change_ask", f"{PHASE_2}changes/{CHANGE}/ask/", LEADER),
    PageType("implementation:change_add", f"{PHASE_2}plans/klaipeda/changes/add/", REPORTER),
    PageType("implementation:change_edit", f"{PHASE_2}changes/{CHANGE}/edit/", REPORTER),
    PageType("meetings:bodies", "/{language}/bodies/", COORDINATOR),
    PageType("meetings:bodies_of", f"{KEDS}bodies/", COORDINATOR),
    PageType("meetings:body_add", f"{KEDS}bodies/add/", COORDINATOR),
    PageType("meetings:body", COUNCIL, CHAIR),
    PageType("meetings:body_edit", f"{COUNCIL}edit/", CHAIR),
    PageType("meetings:decisions", f"{COUNCIL}decisions/", CHAIR),
    PageType("meetings:follow_ups", f"{COUNCIL}follow-ups/", CHAIR),
    PageType("meetings:member_add", f"{COUNCIL}members/add/", CHAIR),
    PageType("meetings:member", COUNCIL, CHAIR, by=("table a[href*='/members/']",)),
    PageType("meetings:meeting_add", f"{COUNCIL}meetings/add/", CHAIR),
    PageType("meetings:programme", f"{COUNCIL}programme/", CHAIR),
    PageType("meetings:activity_add", f"{COUNCIL}programme/add/", CHAIR),
    PageType("meetings:activity", f"{COUNCIL}programme/{ACTIVITY}/", CHAIR),
    PageType("meetings:activity_edit", f"{COUNCIL}programme/{ACTIVITY}/edit/", CHAIR),
    PageType("meetings:meeting", PAST, CHAIR),
    PageType("meetings:meeting", AHEAD, CHAIR),
    PageType("meetings:meeting_edit", f"{AHEAD}edit/", CHAIR),
    PageType("meetings:invite", f"{AHEAD}invite/", CHAIR),
    PageType("meetings:cancel", f"{AHEAD}cancel/", CHAIR),
    PageType("meetings:paper_add", f"{AHEAD}papers/add/", CHAIR),
    PageType("meetings:point_add", f"{AHEAD}points/add/", CHAIR),
    PageType("meetings:point_edit", AHEAD, CHAIR, by=("main a[href*='/points/'][href$='/edit/']",)),
    PageType("meetings:follow_up", COUNCIL, CHAIR, by=(TO_DO,)),
    PageType("meetings:follow_up_edit", COUNCIL, CHAIR, by=(TO_DO, "main a[href$='/edit/']")),
    PageType("workspace:agenda", AHEAD, CHAIR, by=("main a[href$='/waiting/']",)),
    PageType("amendments:list", f"{KEDS}amendments/", COORDINATOR),
    PageType("amendments:amendment", IN_FORCE, COORDINATOR),
    PageType("amendments:amendment", CONSULTED, COORDINATOR),
    PageType("amendments:agreement", CONSULTED, COORDINATOR, by=("main a[href*='/agreements/']",)),
    PageType("amendments:quote", CONSULTED, COORDINATOR, by=("main a[href*='/comments/']",)),
    PageType("amendments:decide", f"{CONSULTED}decide/", COORDINATOR),
    PageType("amendments:refuse", f"{CONSULTED}refuse/", COORDINATOR),
    PageType("amendments:revise", f"{CONSULTED}revise/", COORDINATOR),
    PageType("amendments:withdraw", f"{CONSULTED}withdraw/", COORDINATOR),
    PageType("amendments:add", f"{KEDS}amendments/add/", COORDINATOR),
    PageType("exchange:events", f"{SHARED}events/"),
    PageType("exchange:event", VISIT),
    PageType("exchange:practices", f"{SHARED}practices/"),
    PageType("exchange:practice", TOLD),
    PageType("exchange:events_kept", f"{KEPT}events/", REPORTER),
    PageType("exchange:event_add", f"{KEPT}events/add/", REPORTER),
    PageType("exchange:event_kept", KEPT_VISIT, REPORTER),
    PageType("exchange:event_edit", f"{KEPT_VISIT}edit/", REPORTER),
    PageType("exchange:programme", f"{KEPT_VISIT}programme/", REPORTER),
    PageType("exchange:outcome", f"{KEPT_VISIT}outcome/", REPORTER),
    PageType("exchange:material_add", f"{KEPT_VISIT}material/add/", REPORTER),
    PageType("exchange:event_cancel", f"{KEPT_VISIT}cancel/", REPORTER),
    PageType("exchange:visitors", f"{KEPT_VISIT}registrations/", REPORTER),
    PageType("exchange:register", f"{VISIT}register/"),
    PageType("exchange:practices_kept", f"{KEPT}practices/", REPORTER),
    PageType("exchange:practice_add", f"{KEPT}practices/add/", REPORTER),
    PageType("exchange:practice_kept", KEPT_TOLD, REPORTER),
    PageType("indicators:list", f"{KEDS}indicators/", COORDINATOR),
    PageType("indicators:series", f"{KEDS}indicators/{PROVISIONAL}/", COORDINATOR),
    PageType("indicators:value", f"{KEDS}indicators/{PROVISIONAL}/value/", COORDINATOR),
    PageType("indicators:paste", f"{KEDS}indicators/{PROVISIONAL}/paste/", COORDINATOR),
    PageType("indicators:import_start", f"{KEDS}indicators/{PROVISIONAL}/import/", COORDINATOR),
    PageType("indicators:method", f"{KEDS}settings/method/", COORDINATOR),
)
