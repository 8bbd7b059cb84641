"""Settings of an installation; the demonstration is one, on this machine only."""

from config.settings.base import *  # noqa: F403
from config.settings.base import DEMO, ENVIRONMENT

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "headway.foundation.core.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Each request has its line already; of Django's own, only what broke is told besides.
        "django.request": {"level": "ERROR"},
        "headway.security": {"level": "INFO"},
        "headway.requests": {
            "level": "INFO" if ENVIRONMENT["request_log"] and not DEMO else "WARNING"
        },
    },
}
