"""Addresses of cases, consultations, help plans, child protection and resources in an office."""

from cases.web.urls import protection, register

urlpatterns = [
    *register.urlpatterns,
    *protection.urlpatterns,
]
