from django.urls import path

from headway.monitoring.strategy.lists import NEIGHBOURS, SECTORS
from headway.monitoring.strategy.views import (
    acts,
    drafts,
    files,
    imports,
    life,
    lists,
    lives,
    nodes,
    strategies,
)

app_name = "strategy"
urlpatterns = [
    path("", strategies.create, name="create"),
    path("<slug:slug>/", strategies.manage, name="manage"),
    path("<slug:slug>/settings/", strategies.settings, name="settings"),
    path("<slug:slug>/settings/statuses/", lists.statuses, name="statuses"),
    path("<slug:slug>/coordinators/", strategies.appoint, name="appoint"),
    path("<slug:slug>/coordinators/<int:pk>/end/", strategies.dismiss, name="dismiss"),
    path("<slug:slug>/editions/<int:number>/act/", acts.act, name="act"),
    path("<slug:slug>/draft/", drafts.draft, name="draft"),
    path("<slug:slug>/draft/open/", drafts.draft_open, name="draft_open"),
    path("<slug:slug>/draft/discard/", drafts.draft_discard, name="draft_discard"),
    path("<slug:slug>/draft/frame/", drafts.frame, name="frame"),
    path("<slug:slug>/draft/sectors/", lists.frame_list, {"kind": SECTORS}, name="sectors"),
    path(
        "<slug:slug>/draft/neighbours/", lists.frame_list, {"kind": NEIGHBOURS}, name="neighbours"
    ),
    path("<slug:slug>/draft/in-force/", drafts.in_force, name="in_force"),
    path("<slug:slug>/draft/add/", nodes.add, name="add"),
    path("<slug:slug>/draft/nodes/<slug:key>/", nodes.node, name="node"),
    path("<slug:slug>/draft/nodes/<slug:key>/move/", nodes.move, name="move"),
    path("<slug:slug>/draft/nodes/<slug:key>/end/", nodes.end, name="end"),
    path("<slug:slug>/status/", lives.lives, name="lives"),
    path("<slug:slug>/status/undo/<int:record>/", lives.undo, name="lives_undo"),
    path("<slug:slug>/status/<slug:key>/", life.life, name="life"),
    path("<slug:slug>/translations/", files.translations, name="translations"),
    path("<slug:slug>/export/<int:number>/", files.export, name="export"),
    path("<slug:slug>/import/", imports.start, name="import_start"),
    path("<slug:slug>/import/<int:pk>/", imports.shown, name="import"),
    path("<slug:slug>/import/<int:pk>/columns/", imports.columns, name="import_map"),
    path("<slug:slug>/import/<int:pk>/names/", imports.names, name="import_names"),
    path("<slug:slug>/import/<int:pk>/preview/", imports.preview, name="import_preview"),
    path("<slug:slug>/import/<int:pk>/apply/", imports.apply, name="import_apply"),
    path("<slug:slug>/import/<int:pk>/abandon/", imports.abandon, name="import_abandon"),
]
