"""What an installation does to stand firm, where no part of it alone can show it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta
from hashlib import sha1
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings as configured
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headway.foundation.accounts.models import Session
from headway.foundation.accounts.queries import person_of_link
from headway.foundation.accounts.tests.factories import (
    PASSWORD,
    UserFactory,
    totp_code,
    with_second_factor,
)
from headway.foundation.attachments import services as kept
from headway.foundation.attachments.sizes import LARGEST_PICTURE
from headway.foundation.formats.readers import LARGEST as LARGEST_READ
from headway.foundation.formats.readers import archive, json_tree, sheets
from headway.foundation.ui.messages import Cookies
from headway.front.portal.site_views import ARRIVAL, VALID_FOR

if TYPE_CHECKING:
    from django.test import RequestFactory
    from pytest_django import Settings

    from headway.foundation.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ROOT = Path(__file__).parents[1]
PROXIED = """
import json, os
import django
django.setup()
from django.conf import settings
names = [
    "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "CSRF_COOKIE_SAMESITE",
    "MESSAGES_COOKIE_NAME", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "ALLAUTH_TRUSTED_PROXY_COUNT", "PASSWORD_HASHERS", "DEBUG",
]
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what an installation behind a proxy is set to."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("HEADWAY_")}
    own |= {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "HEADWAY_DATA": str(tmp_path_factory.mktemp("data")),
        "HEADWAY_PROXIED": "yes",
    }
    command = [sys.executable, "-c", PROXIED]
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def ona() -> User:
    return UserFactory.create(email="ona@example.org")


def sign_in(client: Client, password: str = PASSWORD) -> None:
    client.post(reverse("account_login"), {"login": "ona@example.org", "password": password})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_cookies_of_an_installation_are_guarded(chosen: dict[str, Any]) -> None:
    assert {name: value for name, value in chosen.items() if "COOKIE" in name} == {
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "MESSAGES_COOKIE_NAME": "__Host-messages",
    }
    assert Cookies.cookie_name == configured.MESSAGES_COOKIE_NAME
    assert chosen["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert chosen["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert chosen["DEBUG"] is False


def test_the_script_that_saves_finds_the_token_under_both_names() -> None:
    script = (ROOT / "headway/foundation/ui/static/ui/autosave.js").read_text()
    found = re.search(r"document\.cookie\.match\(/(.*?)/\)", script)
    assert found
    for name in ("csrftoken", "__Host-csrftoken"):
        assert re.search(found[1], f"a=b; {name}=secret; c=d")
    assert not re.search(found[1], "a=b; notcsrftoken=secret")


def test_passwords_are_hashed_slowly(chosen: dict[str, Any]) -> None:
    assert chosen["PASSWORD_HASHERS"][0].endswith(".PBKDF2PasswordHasher")
    assert PBKDF2PasswordHasher.iterations >= 600_000


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [
        ("eleven sign", False),
        ("twelve signs", True),
        ("žąsys ir ančiukai 雁", True),
        ("".join(chr(sign) for sign in range(33, 127)), True),
        ("  leading and trailing  ", True),
        ("passwordpassword", False),
        ("password123456", False),
        ("qwertyuiop12", False),
        ("aaaaaaaaaaaaaaaa", False),
        ("Slaptažodis-2026", False),
        ("HeadwayHeadway1", False),
        ("Example headway", False),
    ],
)
def test_a_password_is_long_and_of_any_signs(ona: User, password: str, is_taken: bool) -> None:
    try:
        validate_password(password, ona)
    except ValidationError:
        assert not is_taken
        return
    ona.set_password(password)
    ona.save()
    client = Client()
    sign_in(client, password)
    assert (is_taken, is_in(client)) == (True, True)
    for other in (password.upper(), password[:-1], f"{password} "):
        assert not ona.check_password(other)


def test_a_password_that_leaked_is_refused_where_a_file_of_them_is_named(
    tmp_path: Path, settings: Settings
) -> None:
    stolen = [f"stolen horse {number}" for number in range(300)]
    digests = sorted(
        sha1(each.encode(), usedforsecurity=False).hexdigest().upper() for each in stolen
    )
    settings.LEAKED_PASSWORDS = tmp_path / "leaked.txt"
    settings.LEAKED_PASSWORDS.write_text("".join(f"{each}:7\n" for each in digests))
    for each in stolen:
        with pytest.raises(ValidationError, match="became known"):
            validate_password(each)
    for number in range(300):
        validate_password(f"horse of our own {number}")
    settings.LEAKED_PASSWORDS = None
    validate_password(stolen[0])


def test_what_a_signed_in_person_reads_is_kept_by_nobody(client: Client, ona: User) -> None:
    assert "no-store" not in client.get(reverse("portal:home")).get("Cache-Control", "")
    client.force_login(ona)
    answers = [client.get(reverse(name)) for name in ("portal:home", "accounts:profile")]
    assert all("no-store" in answer["Cache-Control"] for answer in answers)
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_password_fields_are_masked_and_let_password_keepers_work(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    (field,) = re.findall(r"<input[^>]*name=\"password\"[^>]*>", page)
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field
    assert "onpaste" not in page


def test_a_reset_password_still_asks_for_the_second_factor(client: Client, ona: User) -> None:
    with_second_factor(ona)
    client.post(reverse("account_reset_password"), {"email": ona.email})
    link = re.search(r"http://testserver(\S+)", str(mail.outbox[-1].body))
    assert link
    new = "quite another battery"
    client.post(client.get(link[1])["Location"], {"password1": new, "password2": new})
    sign_in(client, new)
    assert not is_in(client)


def test_a_code_of_the_app_works_once(ona: User) -> None:
    with_second_factor(ona)
    code, outcomes = totp_code(ona), []
    for _time in range(2):
        client = Client()
        sign_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code})
        outcomes.append(is_in(client))
    assert outcomes == [True, False]


def test_what_comes_by_mail_lives_ten_minutes(client: Client, ona: User) -> None:
    moment = timezone.now()
    with time_machine.travel(moment, tick=False) as clock:
        client.post(reverse("accounts:sign_in_link"), {"email": ona.email})
        found = re.search(r"http://testserver(\S+)", str(mail.outbox[-1].body))
        assert found
        clock.move_to(moment + timedelta(minutes=9))
        assert client.get(found[1]).status_code == 200
        clock.move_to(moment + timedelta(minutes=11))
        assert client.get(found[1]).status_code == 410
    assert configured.ACCOUNT_LOGIN_BY_CODE_TIMEOUT <= 600


def code_by_mail(client: Client) -> str:
    client.post(reverse("account_request_login_code"), {"email": "ona@example.org"})
    found = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


def test_a_code_by_mail_works_in_its_own_browser_alone(ona: User) -> None:
    here, there = Client(), Client()
    code = code_by_mail(here)
    code_by_mail(there)
    there.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_in(there)
    here.post(reverse("account_confirm_login_code"), {"code": code})
    assert is_in(here)


def test_a_code_by_mail_cannot_be_tried_for_long(client: Client, ona: User) -> None:
    code = code_by_mail(client)
    for _time in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "AAAAAA"})
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_in(client)


def test_a_session_has_a_new_random_key_after_signing_in(client: Client, ona: User) -> None:
    with_second_factor(ona)
    sign_in(client)
    before = client.cookies["sessionid"].value
    client.post(reverse("mfa_authenticate"), {"code": totp_code(ona)})
    after = client.cookies["sessionid"].value
    assert is_in(client)
    assert before != after
    assert re.fullmatch(r"[a-z0-9]{32}", after)  # 32 of 36 signs: 165 bits
    assert not Session.objects.filter(pk=before).exists()


def test_a_link_for_one_purpose_opens_no_other_door(client: Client, ona: User) -> None:
    of_the_demonstration = Signer(salt="demo").sign(ona.email)
    assert person_of_link(of_the_demonstration) is None
    answer = client.get(reverse("exchange:registration", args=[of_the_demonstration]))
    assert answer.status_code in {404, 410}


@pytest.mark.parametrize("address", ["/static/", "/static/ui/", "/static/ui/fonts/"])
def test_folders_are_not_listed(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_trace_is_not_answered(client: Client) -> None:
    assert client.trace(reverse("site:live")).status_code == 405


def test_no_script_keeps_anything_in_the_browser() -> None:
    scripts = sorted(ROOT.glob("headway/*/*/static/**/*.js"))
    assert len(scripts) > 1
    stores = re.compile(
        r"localStorage|sessionStorage|indexedDB|\beval\(|window\.postMessage|innerHTML"
    )
    kept = [path.name for path in scripts if stores.search(path.read_text())]
    assert kept == []


def test_every_purpose_of_a_signature_is_written_down() -> None:
    used = re.compile(r"""(?:salt=|salted_hmac\()f?"([^"{]+)""")
    sources = [path for part in ("headway", "config") for path in (ROOT / part).rglob("*.py")]
    found = {
        purpose
        for path in sources
        if "tests" not in path.parts
        for purpose in used.findall(path.read_text())
    }
    page = (ROOT / "docs/keys.md").read_text()
    assert len(found) > 5
    assert {purpose for purpose in found | {ARRIVAL} if f"`{purpose}`" not in page} == set()


def test_what_people_may_bring_is_written_down_with_its_limits() -> None:
    page = (ROOT / "docs/uploads.md").read_text()
    megabytes = {kept.LARGEST, LARGEST_PICTURE, *LARGEST_READ.values(), archive.UNPACKED}
    assert {size for size in megabytes if f"{size // 2**20} MB" not in page} == set()
    counts = (sheets.ROWS - 1, sheets.COLUMNS, archive.ENTRIES, json_tree.VALUES, json_tree.DEPTH)
    assert {count for count in counts if f"{count:,} " not in page} == set()


def test_libraries_are_pinned_by_their_digests() -> None:
    for name in ("base", "dev", "uv"):
        pinned = (ROOT / "requirements" / f"{name}.txt").read_text()
        libraries = re.findall(r"^[a-z0-9_.\[\]-]+==", pinned, re.MULTILINE | re.IGNORECASE)
        blocks = re.split(r"^(?=[a-z0-9_.\[\]-]+==)", pinned, flags=re.MULTILINE | re.IGNORECASE)
        assert libraries
        assert [block[:40] for block in blocks[1:] if "--hash=sha256:" not in block] == []


def test_behind_a_proxy_readers_do_not_share_an_address(
    rf: RequestFactory, settings: Settings, chosen: dict[str, Any]
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = chosen["ALLAUTH_TRUSTED_PROXY_COUNT"]
    said = "6.6.6.6, 192.0.2.7"  # what the reader said of themselves, and what the proxy saw
    request = rf.get("/", headers={"X-Forwarded-For": said}, REMOTE_ADDR="127.0.0.1")
    assert get_client_ip(request) == "192.0.2.7"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert get_client_ip(request) == "127.0.0.1"


def test_whom_to_tell_of_a_weakness_is_said_as_the_standard_asks(client: Client) -> None:
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    fields = [line.partition(": ") for line in answer.content.decode().splitlines()]
    said = {name: value for name, _colon, value in fields}
    assert len(said) == len(fields)
    assert said.keys() == {"Contact", "Expires", "Preferred-Languages", "Canonical"}
    assert said["Contact"].startswith(("mailto:", "https://", "tel:"))
    assert said["Preferred-Languages"] == "lt, en"
    left = datetime.fromisoformat(said["Expires"]) - timezone.now()
    assert timedelta(days=30) < left < timedelta(days=365)
    assert left <= VALID_FOR
