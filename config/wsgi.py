"""The application as the web server loads it."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from config.loading import set_up
from config.metrics.wiring import answering

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
set_up()
application = answering(get_wsgi_application())
