"""Addresses of cases, consultations, help plans, child protection and resources in an office."""

from cases.web.urls import protection, register, resources, room

urlpatterns = [
    *register.urlpatterns,
    *resources.urlpatterns,
    *protection.urlpatterns,
    *room.urlpatterns,
]
