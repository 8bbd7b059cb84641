"""The pages of signing in. allauth's are listed one by one: what is not here does not exist."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from django.urls import include, path, re_path

from headway.foundation.accounts import views

own = [
    path("sign-in/link/", views.sign_in_link, name="sign_in_link"),
    path("sign-in/enter/<str:token>/", views.enter, name="enter"),
    path("account/", views.profile, name="profile"),
    path("account/sessions/", views.sessions, name="sessions"),
    path("account/sessions/end/", views.session_end, name="session_end"),
    path("account/sessions/end-others/", views.sessions_end, name="sessions_end"),
    path("account/language/", views.language, name="language"),
]

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-in/code/", account.request_login_code, name="account_request_login_code"),
    path("sign-in/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/factor/", factor.authenticate, name="mfa_authenticate"),
    path("sign-in/factor/again/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/factor/", factor.index, name="mfa_index"),
    path("account/factor/app/", views.activate_app, name="mfa_activate_totp"),
    path("account/factor/app/off/", views.deactivate_app, name="mfa_deactivate_totp"),
    path("account/factor/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/factor/codes/new/",
        views.new_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/factor/codes/download/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("", include((own, "accounts"))),
]
