from django.urls import path

from headway.foundation.notices import views

app_name = "notices"
urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<int:pk>/", views.mail, name="mail"),
    path("outbox/<int:pk>/retry/", views.retry, name="retry"),
]
