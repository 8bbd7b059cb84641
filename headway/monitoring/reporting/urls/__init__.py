"""Addresses of reporting: of those who answer, and of those who keep the rounds."""

from headway.monitoring.reporting.urls import answering, keeping

app_name = "reporting"
urlpatterns = [*answering.urlpatterns, *keeping.urlpatterns]
