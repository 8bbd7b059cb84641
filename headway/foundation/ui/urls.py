from django.urls import path

from headway.foundation.ui import views

app_name = "ui"
urlpatterns = [path("components/", views.components, name="components")]
