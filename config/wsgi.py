"""The application as the web server loads it."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from config.pages import with_store

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = with_store(get_wsgi_application())
