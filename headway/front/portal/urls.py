from django.urls import path

from headway.front.portal.views import about, home, indicators, organisations, search, strategies

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("strategies/<slug:slug>/", strategies.strategy, name="strategy"),
    path("strategies/<slug:slug>/measures/<str:ref>/", strategies.measure, name="measure"),
    path("indicators/<str:key>/", indicators.indicator, name="indicator"),
    path("how-we-judge/", indicators.how_we_judge, name="how_we_judge"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path("search/", search.search, name="search"),
    path("data/", about.data, name="data"),
    path("accessibility/", about.accessibility, name="accessibility"),
]
