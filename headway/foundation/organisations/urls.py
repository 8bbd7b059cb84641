from django.urls import path

from headway.foundation.organisations.views import directory, people

app_name = "organisations"
urlpatterns = [
    path("organisations/<slug:slug>/edit/", directory.edit, name="edit"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/change/", people.person_change, name="person_change"),
    path("people/<int:pk>/close/", people.close, name="close"),
    path("people/<int:pk>/sessions/end/", people.sessions_end, name="sessions_end"),
    path("people/<int:pk>/reopen/", people.reopen, name="reopen"),
    path("people/<int:pk>/roles/", people.role_give, name="role_give"),
    path("roles/<int:pk>/end/", people.role_end, name="role_end"),
]
