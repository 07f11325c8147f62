"""Addresses of a person's own training, and of the public check of a certificate, at the service's address."""

from tenants.training.web.urls import own

urlpatterns = own
