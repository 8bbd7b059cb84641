"""Settings of the test run: nothing outside the process is touched."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault(
    "HEADWAY_DATA", str(Path(tempfile.gettempdir()) / f"headway-test-{os.getuid()}")
)

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, INSTALLED_APPS, ROOT

SECRET_KEY = "for tests only"
SECRET_KEY_FALLBACKS = []
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # no collected files are needed
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PARTS_ARE_KEPT = False  # factories change rows past the services that renew
MIGRATION_ROOT = ROOT
INSTALLED_APPS = [*INSTALLED_APPS]
if "sqlite3" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["NAME"] = ":memory:"
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE"}
