from django.urls import path

from headway.front.portal.views import (
    about,
    editions,
    embed,
    feeds,
    history,
    home,
    indicators,
    organisations,
    projects,
    rounds,
    search,
    strategies,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("strategies/<slug:slug>/", strategies.strategy, name="strategy"),
    path("strategies/<slug:slug>/measures/<str:ref>/", strategies.measure, name="measure"),
    path("strategies/<slug:slug>/measures/<str:ref>/feed.atom", feeds.measure, name="measure_feed"),
    path("strategies/<slug:slug>/feed.atom", feeds.strategy, name="strategy_feed"),
    path("strategies/<slug:slug>/history/", history.history, name="history"),
    path("strategies/<slug:slug>/history/feed.atom", feeds.history, name="history_feed"),
    path("strategies/<slug:slug>/amendments/<int:number>/", history.amendment, name="amendment"),
    path("strategies/<slug:slug>/editions/compare/", editions.compare, name="compare"),
    path(
        "strategies/<slug:slug>/editions/compare/document.<str:ending>",
        editions.comparison_document,
        name="comparison_document",
    ),
    path("strategies/<slug:slug>/editions/<int:number>/", editions.edition, name="edition"),
    path("strategies/<slug:slug>/editions/<int:number>/act/", editions.act, name="act"),
    path(
        "strategies/<slug:slug>/editions/<int:number>/text.<str:language>.<str:ending>",
        editions.consolidated_text,
        name="consolidated_text",
    ),
    path("strategies/<slug:slug>/rounds/", rounds.rounds, name="rounds"),
    path("strategies/<slug:slug>/rounds/<str:period>/", rounds.round_, name="round"),
    path("strategies/<slug:slug>/evidence/<int:pk>/", rounds.evidence, name="evidence"),
    path("embed/strategies/<slug:slug>/measures/<str:ref>/", embed.card, name="embed"),
    path("indicators/<str:key>/", indicators.indicator, name="indicator"),
    path("how-we-judge/", indicators.how_we_judge, name="how_we_judge"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:slug>/feed.atom", feeds.organisation, name="organisation_feed"),
    path("projects/<slug:slug>/", projects.project, name="project"),
    path(
        "projects/<slug:slug>/emblem/<str:key>/<int:width>.<str:ending>",
        projects.emblem,
        name="emblem",
    ),
    path("search/", search.search, name="search"),
    path("data/", about.data, name="data"),
    path("accessibility/", about.accessibility, name="accessibility"),
]
