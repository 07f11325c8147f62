"""Addresses of a provider's workspace, under /traeger/<organisation>/ at the service's own address."""

from django.urls import path

from frontend.workspace import compare, invitations, people, today
from tenants.notices.web import urls as notices
from tenants.training.web.urls import workspace as training

urlpatterns = [
    path("", today.today, name="workspace"),
    path("kalender/", today.calendar, name="workspace-calendar"),
    path("vergleich/", compare.counties, name="workspace-counties"),
    path("budgets/", compare.budgets, name="workspace-budgets"),
    path("rollen/", compare.roles, name="workspace-roles"),
    path("personen/", people.staff, name="staff"),
    path("personen/einladen/", invitations.invite, name="staff-invite"),
    path("personen/<uuid:pk>/", people.colleague, name="colleague"),
    path("personen/<uuid:pk>/amt/", people.name, name="colleague-name"),
    path("personen/<uuid:pk>/beenden/", people.end, name="colleague-end"),
    path("einladungen/", invitations.invitations, name="staff-invitations"),
    path("einladungen/<uuid:pk>/", invitations.invitation, name="staff-invitation"),
    path("einladungen/<uuid:pk>/senden/", invitations.resend, name="staff-invitation-resend"),
    path("einladungen/<uuid:pk>/zurueckziehen/", invitations.withdraw, name="staff-invitation-withdraw"),
    *notices.bell,
    *notices.administration,
    *training,
]
