"""Addresses of cases, consultations, help plans, child protection and resources in an office."""

from cases.web.urls import conferences, helps, inspection, protection, register, resources, room

urlpatterns = [
    *register.urlpatterns,
    *helps.urlpatterns,
    *conferences.urlpatterns,
    *resources.urlpatterns,
    *inspection.urlpatterns,
    *protection.urlpatterns,
    *room.urlpatterns,
]
