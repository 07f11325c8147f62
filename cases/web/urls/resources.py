"""Addresses of the resource map."""

from django.urls import path

from cases.web import resources

urlpatterns = [
    path("ressourcen/", resources.resources, name="resources"),
    path("ressourcen/karte/", resources.resource_map, name="resource-map"),
    path("ressourcen/neu/", resources.new_resource, name="resource-new"),
    path("ressourcen/einlesen/", resources.import_table, name="resource-import"),
    path("ressourcen/<uuid:pk>/", resources.resource, name="resource"),
    path("ressourcen/<uuid:pk>/aendern/", resources.change_resource, name="resource-change"),
    path("ressourcen/<uuid:pk>/bestaetigen/", resources.confirm, name="resource-confirm"),
    path("ressourcen/<uuid:pk>/nicht-mehr/", resources.gone, name="resource-gone"),
]
