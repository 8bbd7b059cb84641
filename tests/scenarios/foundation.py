"""Services of the foundation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from PIL import Image
from sesame.utils import get_token

from headway.foundation.accounts import services as accounts
from headway.foundation.accounts.queries import handle_of
from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    SessionFactory,
    UserFactory,
    with_second_factor,
)
from headway.foundation.attachments import services as attachments
from headway.foundation.audit.services import (
    Deed,
    erase,
    keep_daily_heads,
    record,
    record_many,
)
from headway.foundation.conversations import services as conversations
from headway.foundation.core.texts import TranslatedText
from headway.foundation.core.verdicts import ALLOW
from headway.foundation.notices import services as notices
from headway.foundation.notices.refusals import BounceReport
from headway.foundation.notices.rendering import Addressee
from headway.foundation.notices.rules import message_id
from headway.foundation.notices.states import MailState
from headway.foundation.notices.tests.factories import MailFactory
from headway.foundation.organisations import services as organisations
from headway.foundation.organisations.tests.factories import (
    MembershipFactory,
    OrganisationFactory,
)
from headway.foundation.privacy.services import erase_person, forget_old_mails
from headway.foundation.publication.services import renew, renew_all
from headway.monitoring.strategy.tests.factories import (
    StrategyFactory,
    text,
)
from headway.monitoring.strategy.verbs import STRATEGY_CREATED
from tests.scenarios.table import AT, BY, DIRECTORY, writes

if TYPE_CHECKING:
    from headway.foundation.conversations.models import Comment
    from headway.foundation.core.actors import Actor
    from headway.foundation.notices.registry import Notice
    from headway.foundation.organisations.models import Organisation

# -- foundation ----------------------------------------------------------------------------------


@writes("accounts.services.invite_person", "person_invited")
def _() -> Callable[[], object]:
    return lambda: accounts.invite_person(
        email="ona@example.org", name="Ona", language="lt", by=BY, at=AT
    )


@writes("accounts.services.change_person", "person_changed")
def _() -> Callable[[], object]:
    one = UserFactory.create()
    return lambda: accounts.change_person(
        person_id=one.pk, name="Ona", language="lt", version=1, by=BY, at=AT
    )


@writes("accounts.services.set_language", "person_changed")
def _() -> Callable[[], object]:
    one = UserFactory.create()
    return lambda: accounts.set_language(person_id=one.pk, language="lt", by=one, at=AT)


@writes("accounts.services.deactivate_person", "person_deactivated")
def _() -> Callable[[], object]:
    one = UserFactory.create()
    return lambda: accounts.deactivate_person(person_id=one.pk, by=BY, at=AT)


@writes("accounts.services.reactivate_person", "person_reactivated")
def _() -> Callable[[], object]:
    one = UserFactory.create(is_active=False)
    return lambda: accounts.reactivate_person(person_id=one.pk, by=BY, at=AT)


@writes("accounts.services.send_sign_in_link", "sign_in_link_asked")
def _() -> Callable[[], object]:
    one = UserFactory.create()
    return lambda: accounts.send_sign_in_link(email=one.email, address_of=lambda t: t, at=AT)


@writes("accounts.services.use_sign_in_link")
def _() -> Callable[[], object]:
    token = get_token(UserFactory.create())
    return lambda: accounts.use_sign_in_link(token=token, at=AT)


@writes("accounts.services.renew_encryption")
def _() -> Callable[[], object]:
    with_second_factor(UserFactory.create())
    return accounts.renew_encryption


@writes("accounts.services.end_session", "sessions_ended")
def _() -> Callable[[], object]:
    one = UserFactory.create()
    handle = handle_of(SessionFactory.create(person=one).pk)
    return lambda: accounts.end_session(person_id=one.pk, handle=handle, by=BY, at=AT)


@writes("accounts.services.end_sessions", "sessions_ended")
def _() -> Callable[[], object]:
    one = UserFactory.create()
    SessionFactory.create(person=one)
    return lambda: accounts.end_sessions(person_id=one.pk, by=BY, at=AT)


@writes("accounts.services.record_sign_in", "signed_in")
def _() -> Callable[[], object]:
    one = UserFactory.create()
    return lambda: accounts.record_sign_in(by=one, method="password", at=AT)


@writes("attachments.services.keep_file")
def _() -> Callable[[], object]:
    return lambda: attachments.keep_file(
        content=[b"x"], name="a.txt", media_type="text/plain", by=BY, at=AT
    )


@writes("attachments.services.keep_picture")
def _() -> Callable[[], object]:
    file = BytesIO()
    Image.new("RGB", (64, 64)).save(file, "PNG")
    return lambda: attachments.keep_picture(
        content=[file.getvalue()],
        name="a.png",
        alternative=TranslatedText.of({"en": "A square"}),
        credit="Ona",
        licence="CC0",
        by=BY,
        at=AT,
    )


@writes("attachments.services.sweep_files")
def _() -> Callable[[], object]:
    return lambda: attachments.sweep_files(at=AT)


def said(by: Actor = BY) -> tuple[Organisation, Callable[..., Comment]]:
    one = OrganisationFactory.create()

    def say(text: str) -> Comment:
        return conversations.comment(
            thing=one, place="name", place_name="Name", text=text, by=by, side="Port", at=AT,
            verdict=ALLOW, request_key="1",
        )  # fmt: skip

    return one, say


def resolved() -> tuple[Organisation, Callable[..., Comment]]:
    one, say = said()
    say("Is this right?")
    conversations.resolve_thread(thing=one, place="name", by=BY, at=AT, verdict=ALLOW)
    return one, say


@writes("conversations.services.comment", "commented")
def _() -> Callable[[], object]:
    _one, say = said()
    return lambda: say("Is this right?")


@writes("conversations.services.comment again", "commented", "thread_reopened")
def _() -> Callable[[], object]:
    _one, say = resolved()
    return lambda: say("It is not.")


@writes("conversations.services.resolve_thread", "thread_resolved")
def _() -> Callable[[], object]:
    one, say = said()
    say("Is this right?")
    return lambda: conversations.resolve_thread(
        thing=one, place="name", by=BY, at=AT, verdict=ALLOW
    )


@writes("conversations.services.reopen_thread", "thread_reopened")
def _() -> Callable[[], object]:
    one, _say = resolved()
    return lambda: conversations.reopen_thread(thing=one, place="name", by=BY, at=AT, verdict=ALLOW)


@writes("conversations.services.take_back_comment", "comment_taken_back", "thread_resolved")
def _() -> Callable[[], object]:
    ona = UserFactory.create()
    one, say = said(ona)
    written = say("Is this right?")
    return lambda: conversations.take_back_comment(
        thing=one, comment_id=written.pk, by=ona, at=AT, verdict=ALLOW
    )


@writes("audit.services.record", "strategy_created")
def _() -> Callable[[], object]:
    one = StrategyFactory.create()
    return lambda: record(STRATEGY_CREATED, one, by=BY, at=AT)


@writes("audit.services.record_many", "strategy_created", "strategy_created")
def _() -> Callable[[], object]:
    deeds = [Deed(StrategyFactory.create()) for _number in range(2)]
    return lambda: record_many(STRATEGY_CREATED, deeds, by=BY, at=AT)


@writes("audit.services.keep_daily_heads", scopes=["integrity"])
def _() -> Callable[[], object]:
    record(STRATEGY_CREATED, StrategyFactory.create(), by=BY, at=AT)
    return lambda: keep_daily_heads(at=AT)


@writes("audit.services.erase", "strategy_created")
def _() -> Callable[[], object]:
    one = UserFactory.create()
    return lambda: erase(STRATEGY_CREATED, one, names=[one.name], by=BY, at=AT)


@writes("privacy.services.forget_old_mails")
def _() -> Callable[[], object]:
    MailFactory.create(state=MailState.SENT, written_at=AT, sent_at=AT)
    return lambda: forget_old_mails(at=AT + timedelta(days=1000))


@writes("privacy.services.erase_person", "person_erased", scopes=DIRECTORY)
def _() -> Callable[[], object]:
    renew(DIRECTORY[0], at=AT)
    one = UserFactory.create()
    return lambda: erase_person(person_id=one.pk, by=BY, at=AT)


@writes("notices.services.post")
def _() -> Callable[[], object]:
    return lambda: notices.post(key="1", recipient="ona@example.org", subject="x", text="x", at=AT)


@writes("notices.services.post_notice")
def _() -> Callable[[], object]:
    about, to = OrganisationFactory.create(), Addressee("ona@example.org", "Ona", "en")
    notice = cast("Notice", SimpleNamespace(code="trial", label="", template="notices/letter"))
    return lambda: notices.post_notice(notice, to=to, about=about, period="2026", at=AT, context={})


@writes("notices.services.note_bounce")
def _() -> Callable[[], object]:
    mail = MailFactory.create()
    report = BounceReport(mail.recipient, message_id(mail.unique_key, ""), "5.1.1")
    return lambda: notices.note_bounce(report=report, at=AT)


@writes("notices.services.deliver_due")
def _() -> Callable[[], object]:
    MailFactory.create()
    return lambda: notices.deliver_due(at=AT, send=lambda _mail: None)


@writes("notices.services.retry_mail", "mail_retried")
def _() -> Callable[[], object]:
    mail, boss = MailFactory.create(state=MailState.FAILED), AdministratorFactory.create()
    return lambda: notices.retry_mail(mail_id=mail.pk, by=boss, at=AT)


@writes("publication.services.renew", scopes=DIRECTORY)
def _() -> Callable[[], object]:
    return lambda: renew("directory", at=AT)


@writes("publication.services.renew_all", scopes=[*DIRECTORY, "site"])
def _() -> Callable[[], object]:
    renew("directory", at=AT)
    return lambda: renew_all(at=AT)


@writes("organisations.services.add_region", "region_added", scopes=DIRECTORY)
def _() -> Callable[[], object]:
    return lambda: organisations.add_region(name=text("West"), country="LT", by=BY, at=AT)


@writes("organisations.services.add_organisation", "organisation_added", scopes=DIRECTORY)
def _() -> Callable[[], object]:
    return lambda: organisations.add_organisation(name=text("Port"), by=BY, at=AT)


@writes("organisations.services.add_named_organisation", "organisation_added", scopes=DIRECTORY)
def _() -> Callable[[], object]:
    return lambda: organisations.add_named_organisation(
        name=text("Port"), verdict=ALLOW, origin={"file": "a.csv"}, by=BY, at=AT
    )


@writes("organisations.services.change_organisation", "organisation_changed", scopes=DIRECTORY)
def _() -> Callable[[], object]:
    one = OrganisationFactory.create()
    return lambda: organisations.change_organisation(
        organisation_id=one.pk, values={"name-lt": "Kita"}, version=1, by=BY, at=AT
    )


@writes("organisations.services.add_alias", "alias_added", scopes=DIRECTORY)
def _() -> Callable[[], object]:
    one = OrganisationFactory.create()
    return lambda: organisations.add_alias(organisation_id=one.pk, alias="KEPA", by=BY, at=AT)


@writes("organisations.services.remove_alias", "alias_removed", scopes=DIRECTORY)
def _() -> Callable[[], object]:
    one = OrganisationFactory.create()
    alias = organisations.add_alias(organisation_id=one.pk, alias="KEPA", by=BY, at=AT)
    return lambda: organisations.remove_alias(alias_id=alias.pk, by=BY, at=AT)


@writes("organisations.services.give_role", "role_given")
def _() -> Callable[[], object]:
    one, ona = OrganisationFactory.create(), UserFactory.create()
    return lambda: organisations.give_role(
        user_id=ona.pk, organisation_id=one.pk, role="reporter", since=AT.date(), by=BY, at=AT
    )


@writes("organisations.services.end_role", "role_ended")
def _() -> Callable[[], object]:
    one = MembershipFactory.create()
    return lambda: organisations.end_role(membership_id=one.pk, until=AT.date(), by=BY, at=AT)
