from django.urls import path

from headway.monitoring.indicators.views import bringing, definitions, methods, values

app_name = "indicators"
urlpatterns = [
    path("<slug:slug>/draft/indicators/", definitions.draft, name="draft"),
    path("<slug:slug>/draft/indicators/add/", definitions.add, name="add"),
    path("<slug:slug>/draft/indicators/<slug:key>/", definitions.define, name="define"),
    path("<slug:slug>/draft/indicators/<slug:key>/end/", definitions.end, name="end"),
    path("<slug:slug>/settings/method/", methods.method, name="method"),
    path("<slug:slug>/indicators/", values.indicators, name="list"),
    path("<slug:slug>/indicators/<slug:key>/", values.series, name="series"),
    path("<slug:slug>/indicators/<slug:key>/value/", values.value, name="value"),
    path("<slug:slug>/indicators/<slug:key>/paste/", bringing.paste, name="paste"),
    path("<slug:slug>/indicators/<slug:key>/import/", bringing.import_start, name="import_start"),
    path(
        "<slug:slug>/indicators/<slug:key>/import/<int:pk>/", bringing.import_values, name="import"
    ),
    path("<slug:slug>/indicators/<slug:key>/evidence/<int:pk>/", values.evidence, name="evidence"),
]
