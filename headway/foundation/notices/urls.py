from django.urls import path

from headway.foundation.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("<int:pk>/", views.mail, name="mail"),
    path("<int:pk>/html/", views.mail_html, name="mail_html"),
    path("<int:pk>/retry/", views.retry, name="retry"),
]
