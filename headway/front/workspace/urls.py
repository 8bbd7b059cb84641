from django.urls import path

from headway.front.workspace import views

app_name = "workspace"
urlpatterns = [
    path("", views.home, name="home"),
    path("audit/", views.audit, name="audit"),
    path("meetings/<slug:key>/waiting/", views.agenda, name="agenda"),
]
