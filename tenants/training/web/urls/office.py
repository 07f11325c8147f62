"""Addresses of training in an office."""

from tenants.training.web.urls import office

urlpatterns = office
