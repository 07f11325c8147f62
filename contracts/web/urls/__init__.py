"""Addresses of districts, providers, contracts, budgets and hours in an office."""

from contracts.web.urls import budget, contract, hours, payments, territory

urlpatterns = [
    *territory.urlpatterns,
    *contract.urlpatterns,
    *budget.urlpatterns,
    *payments.urlpatterns,
    *hours.urlpatterns,
]
