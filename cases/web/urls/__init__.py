"""Addresses of cases, consultations, help plans, child protection and resources in an office."""

from cases.web.urls import conferences, helps, protection, register, resources, room

urlpatterns = [
    *register.urlpatterns,
    *helps.urlpatterns,
    *conferences.urlpatterns,
    *resources.urlpatterns,
    *protection.urlpatterns,
    *room.urlpatterns,
]
