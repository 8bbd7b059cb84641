from __future__ import annotations

from sesame.utils import get_token

from tests.access.row import PUBLIC, Row
from tests.access.world import SIGNED_IN, World

BOTH = ("GET", "POST")


def sign_in_link(world: World) -> dict[str, str]:
    return {"token": get_token(world.people["reader"])}


def reset_key(_world: World) -> dict[str, str]:
    return {"uidb36": "1", "key": "used-already"}


NO_PASSWORD_FACTOR = frozenset({403, 404})
"""Whoever has no second factor has nothing to show or switch off there."""

ROWS = (
    Row("account_login", PUBLIC, BOTH),
    Row("account_logout", PUBLIC, BOTH),
    Row("account_inactive", PUBLIC),
    Row("account_request_login_code", PUBLIC, BOTH),
    Row("account_confirm_login_code", PUBLIC, BOTH),
    Row("account_reset_password", PUBLIC, BOTH),
    Row("account_reset_password_done", PUBLIC),
    Row("account_reset_password_from_key", PUBLIC, BOTH, reset_key),
    Row("account_reset_password_from_key_done", PUBLIC),
    Row("accounts:sign_in_link", PUBLIC, BOTH),
    Row("accounts:enter", PUBLIC, BOTH, sign_in_link),
    Row("mfa_authenticate", PUBLIC, BOTH),
    Row("account_reauthenticate", SIGNED_IN, BOTH),
    Row("account_change_password", SIGNED_IN, BOTH),
    Row("account_set_password", SIGNED_IN, BOTH),
    Row("accounts:profile", SIGNED_IN, BOTH),
    Row("accounts:sessions", SIGNED_IN),
    Row("accounts:session_end", SIGNED_IN, ("POST",)),
    Row("accounts:sessions_end", SIGNED_IN, ("POST",)),
    Row("accounts:language", SIGNED_IN, ("POST",)),
    Row("mfa_index", SIGNED_IN),
    Row("mfa_reauthenticate", SIGNED_IN, BOTH),
    Row("mfa_activate_totp", SIGNED_IN, BOTH),
    Row("mfa_deactivate_totp", SIGNED_IN, BOTH, also=NO_PASSWORD_FACTOR),
    Row("mfa_generate_recovery_codes", SIGNED_IN, BOTH),
    Row(
        "mfa_view_recovery_codes",
        SIGNED_IN,
        also=NO_PASSWORD_FACTOR,
        writes_on_get="allauth notes that the codes were seen",
    ),
    Row(
        "mfa_download_recovery_codes",
        SIGNED_IN,
        also=NO_PASSWORD_FACTOR,
        writes_on_get="allauth notes that the codes were seen",
    ),
)
