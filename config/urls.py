"""Every address of the site. Pages stand under the language that they are read in."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from config.metrics.views import metrics

urlpatterns = [
    path("", include("headway.front.portal.site_urls")),
    path("metrics", metrics, name="metrics"),
    path("api/v1/", include("headway.front.api.urls")),
    *i18n_patterns(
        path("", include("headway.front.portal.urls")),
        path("", include("headway.foundation.accounts.urls")),
        path("", include("headway.foundation.ui.urls")),
        path("directory/", include("headway.foundation.organisations.urls")),
        path("outbox/", include("headway.foundation.notices.urls")),
        path("workspace/", include("headway.front.workspace.urls")),
        path("workspace/strategies/", include("headway.monitoring.strategy.urls")),
        path("workspace/strategies/", include("headway.monitoring.indicators.urls")),
        path("", include("headway.monitoring.reporting.urls")),
        path("", include("headway.monitoring.meetings.urls")),
        path("", include("headway.monitoring.amendments.urls")),
        path("", include("headway.cooperation.plans.urls")),
        path("", include("headway.cooperation.exchange.urls")),
        path("", include("headway.cooperation.peerreview.urls")),
        path("", include("headway.cooperation.implementation.urls")),
        path("workspace/projects/", include("headway.cooperation.partnerships.urls")),
        path("", include("headway.cooperation.adoption.urls")),
    ),
]
if settings.DEMO:
    urlpatterns += i18n_patterns(path("demo/", include("headway.demo.urls")))

handler400 = "headway.foundation.ui.views.bad_request"
handler403 = "headway.foundation.ui.views.forbidden"
handler404 = "headway.foundation.ui.views.not_found"
handler500 = "headway.foundation.ui.views.server_error"
