"""Every service has the shape that permissions, audit and tests rely on."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from tests.architecture.house import dotted, named

if TYPE_CHECKING:
    from collections.abc import Callable

PHASE_2 = "headway.cooperation.implementation.services"
NOT_SERVICES = {
    "headway.cooperation.adoption.services.wordings.new_indicators": "reads for other services",
    "headway.cooperation.adoption.services.wordings.period_of": "reads for other services",
    "headway.cooperation.adoption.services.wordings.reworded_nodes": "reads for other services",
    "headway.cooperation.plans.services.checks.action_problems": "checks for other services",
    "headway.cooperation.plans.services.common.freeze": "part of other services",
    "headway.cooperation.plans.services.common.is_among": "checks for other services",
    "headway.cooperation.plans.services.common.locked_plan": "takes a row for other services",
    "headway.cooperation.plans.services.common.noted": "part of other services",
    "headway.cooperation.plans.services.common.plan_to_write": "takes a row for other services",
    "headway.cooperation.plans.services.common.renew_public": "part of other services",
    "headway.cooperation.plans.services.common.rows_seen": "reads for other services",
    "headway.cooperation.plans.services.common.step": "part of other services",
    "headway.cooperation.plans.services.common.text_problems": "checks for other services",
    "headway.cooperation.plans.services.common.title_problems": "checks for other services",
    "headway.cooperation.plans.services.typing.forget_typed": "part of other services",
    "headway.cooperation.exchange.services.common.locked_event": "takes a row for other services",
    "headway.cooperation.exchange.services.common.locked_practice": "takes a row likewise",
    "headway.cooperation.exchange.services.common.renewed": "part of other services",
    "headway.cooperation.exchange.services.common.step": "part of other services",
    "headway.cooperation.exchange.services.common.told": "part of other services",
    "headway.cooperation.exchange.services.letters.ask_to_confirm": "part of other services",
    "headway.cooperation.exchange.services.letters.tell_cancelled": "part of other services",
    "headway.cooperation.exchange.services.letters.tell_changed": "part of other services",
    "headway.cooperation.exchange.services.letters.tell_lead": "part of other services",
    "headway.cooperation.exchange.services.letters.tell_organisation": "part of other services",
    "headway.cooperation.exchange.services.letters.tell_place": "part of other services",
    "headway.cooperation.exchange.services.places.free_at": "reads for other services",
    "headway.cooperation.exchange.services.places.give_places": "part of other services",
    "headway.cooperation.exchange.services.plans.columns_of": "reads for other services",
    "headway.cooperation.exchange.services.plans.is_zone": "checks for other services",
    "headway.cooperation.exchange.services.plans.labels": "words a conflict",
    "headway.cooperation.exchange.services.plans.own_host_problems": "checks for other services",
    "headway.cooperation.exchange.services.plans.plan_of": "compares for other services",
    "headway.cooperation.exchange.services.plans.plan_problems": "checks for other services",
    "headway.cooperation.exchange.services.plans.shown_plan": "compares for other services",
    "headway.cooperation.exchange.services.practices.labels": "words a conflict",
    "headway.cooperation.peerreview.services.common.locked_review": "takes a row for others",
    "headway.cooperation.peerreview.services.common.locked_session": "takes a row for others",
    "headway.cooperation.peerreview.services.common.require_unchanged": "checks for other services",
    "headway.cooperation.peerreview.services.common.session_to_keep": "takes a row for others",
    "headway.cooperation.peerreview.services.common.step": "part of other services",
    "headway.cooperation.peerreview.services.common.tidy": "part of other services",
    "headway.cooperation.peerreview.services.common.told_review": "part of other services",
    "headway.cooperation.peerreview.services.common.told_session": "part of other services",
    "headway.cooperation.peerreview.services.letters.tell_answers_owed": "part of other services",
    "headway.cooperation.peerreview.services.letters.tell_opened": "part of other services",
    "headway.cooperation.peerreview.services.letters.tell_received": "part of other services",
    "headway.cooperation.peerreview.services.letters.remind": "part of other services",
    "headway.cooperation.peerreview.services.reviews.shown": "words a review for other services",
    f"{PHASE_2}.common.edition_carried_out": "reads for other services",
    f"{PHASE_2}.common.labelled": "words fields for other services",
    f"{PHASE_2}.common.locked_report": "takes a row for other services",
    f"{PHASE_2}.common.locked_round": "takes a row for other services",
    f"{PHASE_2}.common.name_of": "names somebody",
    f"{PHASE_2}.common.passage": "words a text",
    f"{PHASE_2}.common.said_words": "checks for other services",
    f"{PHASE_2}.common.shown": "words texts for other services",
    f"{PHASE_2}.letters.write_about_change": "part of other services",
    f"{PHASE_2}.letters.write_to_lead": "part of other services",
    f"{PHASE_2}.letters.write_to_partner": "part of other services",
    f"{PHASE_2}.progress.evidence_problems": "checks for other services",
    "headway.foundation.notices.services.forget_mails": "part of other services, which know who",
    "headway.monitoring.amendments.services.amendments.origin_of": "reads for other services",
    "headway.monitoring.amendments.services.applying.apply_change": "part of other services",
    "headway.monitoring.amendments.services.common.edition_to_change": "reads for other services",
    "headway.monitoring.amendments.services.common.locked_amendment": "takes a row for others",
    "headway.monitoring.amendments.services.common.noted": "part of other services",
    "headway.monitoring.amendments.services.common.operations_of": "reads for other services",
    "headway.monitoring.amendments.services.common.step": "part of other services",
    "headway.monitoring.amendments.services.fitting.names_of": "names things",
    "headway.monitoring.amendments.services.fitting.refuse_misfits": "checks for other services",
    "headway.cooperation.partnerships.services.common.address_problems": "checks for others",
    "headway.cooperation.partnerships.services.common.columns_of": "part of other services",
    "headway.cooperation.partnerships.services.common.locked_project": "takes a row for others",
    "headway.cooperation.partnerships.services.common.money_problems": "checks for others",
    "headway.cooperation.partnerships.services.common.order_problems": "checks for other services",
    "headway.cooperation.partnerships.services.common.region_problems": "checks for others",
    "headway.cooperation.partnerships.services.common.require_seen": "compares for other services",
    "headway.cooperation.partnerships.services.common.shown": "words values for other services",
    "headway.cooperation.partnerships.services.common.write": "part of other services",
    "headway.foundation.notices.services.deliver_due": "each mail in a transaction of its own",
    "headway.foundation.publication.services.strategy_scope": "names a scope",
    "headway.foundation.publication.services.partnership_scope": "names a scope",
    "headway.monitoring.indicators.services.definitions.definition_token": "says what a writer saw",
    "headway.monitoring.indicators.services.values.shown": "words a figure for other services",
    "headway.monitoring.indicators.services.clashes.definition_clashes": "compares for services",
    "headway.monitoring.indicators.services.clashes.value_clashes": "compares for views",
    "headway.monitoring.indicators.services.previews.weigh_values": "a dry run",
    "headway.monitoring.indicators.services.values.differs": "compares for other services",
    "headway.monitoring.indicators.services.values.doubts_of": "checks for other services",
    "headway.monitoring.indicators.services.values.problem_of": "checks for other services",
    "headway.monitoring.indicators.services.values.refuse_too_many": "checks for other services",
    "headway.monitoring.meetings.services.common.locked_body": "takes a row for other services",
    "headway.monitoring.meetings.services.common.locked_meeting": "takes a row for other services",
    "headway.monitoring.meetings.services.common.locked_point": "takes a row for other services",
    "headway.monitoring.meetings.services.common.name_in": "names a thing",
    "headway.monitoring.meetings.services.common.name_of": "names a thing",
    "headway.monitoring.meetings.services.common.step": "part of other services",
    "headway.monitoring.meetings.services.common.yes_or_no": "words an answer",
    "headway.monitoring.meetings.services.common.told": "part of other services",
    "headway.monitoring.meetings.services.duties.owner_labels": "words fields for other services",
    "headway.monitoring.meetings.services.duties.owner_shown": "words an owner for other services",
    "headway.monitoring.meetings.services.duties.owner_problems": "checks for other services",
    "headway.monitoring.meetings.services.duties.tells_anew": "decides for other services",
    "headway.monitoring.meetings.services.letters.enclosed": "words a calendar for other services",
    "headway.monitoring.meetings.services.letters.event_of": "words a calendar",
    "headway.monitoring.meetings.services.letters.organiser_of": "names somebody",
    "headway.monitoring.meetings.services.letters.write_to_members": "part of other services",
    "headway.monitoring.reporting.services.answers.forget_typed": "part of other services",
    "headway.monitoring.reporting.services.answers.note_written": "part of other services",
    "headway.monitoring.reporting.services.answers.write_part": "part of other services",
    "headway.monitoring.reporting.services.answers.writer_of": "names somebody",
    "headway.monitoring.reporting.services.asking.ask_about": "part of other services",
    "headway.monitoring.reporting.services.asking.ask_no_more": "part of other services",
    "headway.monitoring.reporting.services.asking.key_of_report": "names a report",
    "headway.monitoring.reporting.services.asking.write_figures": "part of other services",
    "headway.monitoring.reporting.services.asking.write_parts": "part of other services",
    "headway.monitoring.reporting.services.asking.write_questions": "part of other services",
    "headway.monitoring.reporting.services.checks.answer_problems": "checks for other services",
    "headway.monitoring.reporting.services.checks.clashes_of": "compares for other services",
    "headway.monitoring.reporting.services.checks.doubts_about": "checks for other services",
    "headway.monitoring.reporting.services.checks.figure_problems": "checks for other services",
    "headway.monitoring.reporting.services.checks.measured_of": "reads for other services",
    "headway.monitoring.reporting.services.checks.said_of": "reads for other services",
    "headway.monitoring.reporting.services.common.begin": "part of other services",
    "headway.monitoring.reporting.services.common.count_answers": "part of other services",
    "headway.monitoring.reporting.services.common.locked_reports": "takes rows for other services",
    "headway.monitoring.reporting.services.common.told_of_all": "part of other services",
    "headway.monitoring.reporting.services.letters.write_to_partners": "part of other services",
    "headway.monitoring.reporting.services.common.locked_report": "takes a row for other services",
    "headway.monitoring.reporting.services.common.step": "part of other services",
    "headway.monitoring.reporting.services.common.reason_problems": "checks for other services",
    "headway.monitoring.reporting.services.common.tidied_lines": "part of other services",
    "headway.monitoring.reporting.services.common.tidy_reason": "part of other services",
    "headway.monitoring.reporting.services.common.told": "part of other services",
    "headway.monitoring.reporting.services.common.told_each": "part of other services",
    "headway.monitoring.reporting.services.grids.weigh_answers": "a dry run",
    "headway.monitoring.reporting.services.deadlines.put_deadline_back": "part of other services",
    "headway.monitoring.reporting.services.handing_in.receipt_of": "names a receipt",
    "headway.monitoring.reporting.services.letters.announce": "part of other services",
    "headway.monitoring.reporting.services.letters.remember": "part of other services",
    "headway.monitoring.reporting.services.letters.tell_deadline": "part of other services",
    "headway.monitoring.reporting.services.letters.write_to": "part of other services",
    "headway.monitoring.reporting.services.letters.write_to_coordinators": "part of other services",
    "headway.monitoring.reporting.services.letters.write_to_partner": "part of other services",
    "headway.monitoring.reporting.services.links.end_links": "part of other services",
    "headway.monitoring.reporting.services.links.link_for": "part of other services",
    "headway.monitoring.reporting.services.moving.count_anew": "part of other services",
    "headway.monitoring.reporting.services.moving.refuse_handed_in": "checks for other services",
    "headway.monitoring.reporting.services.moving.titles_of": "names measures",
    "headway.monitoring.reporting.services.publishing.accepted_parts": "reads for other services",
    "headway.monitoring.reporting.services.publishing.publish_again": "part of other services",
    "headway.monitoring.reporting.services.letters.write_to_all": "part of other services",
    "headway.monitoring.reporting.services.rounds.locked_round": "takes a row for other services",
    "headway.monitoring.strategy.services.clashes.clashing": "compares for other services",
    "headway.monitoring.strategy.services.clashes.list_clashes": "compares for other services",
    "headway.monitoring.strategy.services.drafts.locked_draft": "takes a row for other services",
    "headway.monitoring.strategy.services.drafts.next_number": "reads for other services",
    "headway.monitoring.strategy.services.frames.frame_clashes": "compares for other services",
    "headway.monitoring.strategy.services.frames.key_problem": "checks for other services",
    "headway.monitoring.strategy.services.frames.keyed_frame": "part of other services",
    "headway.monitoring.strategy.services.frames.list_problems": "checks for other services",
    "headway.monitoring.strategy.services.frames.listed": "compares for other services",
    "headway.monitoring.strategy.services.frames.sector_problems": "checks for other services",
    "headway.monitoring.strategy.services.nodes.last_child": "reads for other services",
    "headway.monitoring.strategy.services.nodes.text_token": "says which text a writer saw",
    "headway.monitoring.strategy.services.rows.discard_rows": "part of other services",
    "headway.monitoring.strategy.services.rows.end_row": "part of other services",
    "headway.monitoring.strategy.services.rows.write_row": "part of other services",
    "headway.monitoring.strategy.services.statuses.keyed_statuses": "part of other services",
    "headway.monitoring.strategy.services.statuses.listed": "compares for other services",
    "headway.monitoring.strategy.services.statuses.status_clashes": "compares for other services",
    "headway.monitoring.strategy.services.statuses.status_problems": "checks for other services",
    "headway.monitoring.strategy.services.statuses.use_problems": "checks for other services",
    "headway.monitoring.strategy.services.strategies.renew_if_public": "part of other services",
}
"""Public functions of service modules that write nothing of their own."""

OTHER_SHAPES = {
    "headway.foundation.attachments.services.sweep_files": "housekeeping that nobody asks for",
    "headway.monitoring.indicators.services.definitions.discard_with": "part of a strategy’s",
    "headway.monitoring.indicators.services.definitions.end_at_nodes": "part of a strategy’s",
    "headway.monitoring.indicators.services.definitions.take_back_with": "part of a strategy’s",
    "headway.monitoring.indicators.services.kept.rebuild": "keeps anew what can be computed",
    "headway.monitoring.indicators.services.kept.renew_due": "housekeeping that nobody asks for",
    "headway.monitoring.indicators.services.kept.renew_kept": "part of other services",
    "headway.monitoring.indicators.services.kept.renew_strategy": "part of other services",
    "headway.monitoring.indicators.services.kept.renew_with": "part of a strategy’s",
    "headway.monitoring.reporting.services.links.open_link": "used by somebody still unknown",
    "headway.monitoring.strategy.services.import_drafts.note_failure": "part of the worker’s task",
    "headway.foundation.accounts.services.renew_encryption": "housekeeping that nobody asks for",
    "headway.foundation.accounts.services.send_sign_in_link": "asked by somebody still unknown",
    "headway.foundation.accounts.services.use_sign_in_link": "used by somebody still unknown",
    "headway.foundation.notices.services.note_bounce": "told by a mail server",
    "headway.foundation.notices.services.post": "part of other services, which know who",
    "headway.foundation.notices.services.post_notice": "part of other services, which know who",
    "headway.foundation.audit.services.erase": "reads as a sentence: verb, person",
    "headway.foundation.audit.services.keep_daily_heads": "housekeeping that nobody asks for",
    "headway.foundation.audit.services.record": "reads as a sentence: verb, thing",
    "headway.foundation.audit.services.record_many": "reads as a sentence: verb, things",
    "headway.foundation.privacy.services.forget_old_mails": "housekeeping that nobody asks for",
    "headway.foundation.publication.services.renew": "part of other services, which know who",
    "headway.foundation.publication.services.renew_all": "part of a restore",
}
"""Services that others call, or that find out for themselves who acts."""

IN_STEPS = {
    "headway.cooperation.peerreview.services.reminders.send_review_reminders": "each session",
    f"{PHASE_2}.letters.send_report_reminders": "each letter, likewise",
    "headway.foundation.notices.services.deliver_due": "each mail in a transaction of its own",
    "headway.monitoring.meetings.services.reminders.send_activities": "each letter, likewise",
    "headway.monitoring.meetings.services.reminders.send_follow_ups": "each letter, likewise",
    "headway.monitoring.reporting.services.reminders.send_reminders": "each letter, likewise",
    "headway.monitoring.reporting.services.comments.send_comments": "each letter, likewise",
}
"""Services that must not be all or nothing."""


def functions() -> dict[str, Callable[..., object]]:
    """Return every public function that a service module defines, by its dotted name."""
    modules = [import_module(dotted(path)) for path in named("services")]
    return {
        f"{module.__name__}.{name}": function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


FUNCTIONS = functions()
SERVICES = {
    name: function
    for name, function in FUNCTIONS.items()
    if name not in NOT_SERVICES and name not in IN_STEPS
}
SHAPED = {name: f for name, f in SERVICES.items() if name not in OTHER_SHAPES}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_writes_all_or_nothing(name: str) -> None:
    function = ast.parse(inspect.getsource(inspect.unwrap(SERVICES[name]))).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert "transaction.atomic" in [ast.unparse(d) for d in function.decorator_list]


@pytest.mark.parametrize("name", SHAPED)
def test_a_service_takes_everything_by_name(name: str) -> None:
    kinds = {p.kind for p in inspect.signature(SHAPED[name]).parameters.values()}
    assert kinds == {inspect.Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize("name", SHAPED)
def test_a_service_is_told_who_and_when(name: str) -> None:
    taken = set(inspect.signature(SHAPED[name]).parameters)
    assert "by" in taken
    assert taken & {"at", "on"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_tells_what_its_signature_cannot(name: str) -> None:
    assert inspect.getdoc(SERVICES[name])


def test_no_exception_outlives_its_function() -> None:
    assert {*NOT_SERVICES, *OTHER_SHAPES, *IN_STEPS} - set(FUNCTIONS) == set()
