"""Districts, centres, roles and providers."""

from django.urls import path

from contracts.web import providers, territory

urlpatterns = [
    path("raeume/", territory.districts, name="districts"),
    path("raeume/neu/", territory.new_district, name="district-new"),
    path("raeume/<uuid:pk>/", territory.district, name="district"),
    path("raeume/<uuid:pk>/aendern/", territory.change_district, name="district-change"),
    path("raeume/<uuid:pk>/zentrum/", territory.new_centre, name="centre-new"),
    path("raeume/<uuid:pk>/rolle/", territory.new_role, name="role-new"),
    path("zentren/<uuid:pk>/", territory.change_centre, name="centre-change"),
    path("rollen/", territory.roles, name="roles"),
    path("rollen/<uuid:pk>/", territory.change_role, name="role-change"),
    path("traeger/", providers.providers, name="providers"),
    path("traeger/neu/", providers.engage, name="provider-new"),
    path("traeger/<uuid:pk>/", providers.provider, name="provider"),
    path("traeger/<uuid:pk>/aendern/", providers.change_provider, name="provider-change"),
]
