"""Addresses of an office's people and of other systems' access, under /verwaltung/."""

from django.urls import path

from frontend.administration import people, people_clients, people_invitations

urlpatterns = [
    path("personen/", people.people, name="people"),
    path("personen/einladen/", people_invitations.invite, name="invite"),
    path("personen/<uuid:pk>/", people.person, name="person"),
    path("personen/<uuid:pk>/rolle/", people.grant, name="role-grant"),
    path("rollen/<uuid:pk>/beenden/", people.end, name="role-end"),
    path("rollen/<uuid:pk>/unterweisung/", people.instruct, name="instruct"),
    path("einladungen/", people_invitations.invitations, name="invitations"),
    path("einladungen/<uuid:pk>/", people_invitations.invitation, name="invitation-sent"),
    path("einladungen/<uuid:pk>/senden/", people_invitations.resend, name="invitation-resend"),
    path("einladungen/<uuid:pk>/zurueckziehen/", people_invitations.withdraw, name="invitation-withdraw"),
    path("zugaenge/", people_clients.clients, name="api-clients"),
    path("zugaenge/neu/", people_clients.create, name="api-client-new"),
    path("zugaenge/<slug:pk>/", people_clients.client, name="api-client"),
    path("zugaenge/<slug:pk>/sperren/", people_clients.revoke, name="api-client-revoke"),
]
