"""Addresses of districts, providers, contracts, budgets and hours in an office."""

from contracts.web.urls import budget, contract, hours, payments, proofs, territory

urlpatterns = [
    *territory.urlpatterns,
    *contract.urlpatterns,
    *budget.urlpatterns,
    *payments.urlpatterns,
    *proofs.urlpatterns,
    *hours.urlpatterns,
]
