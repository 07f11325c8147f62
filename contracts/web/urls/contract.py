"""Framework contracts."""

from django.urls import path

from contracts.web import contract

urlpatterns = [
    path("vertraege/", contract.contracts, name="contracts"),
    path("vertraege/neu/", contract.new_contract, name="contract-new"),
    path("vertraege/<uuid:pk>/", contract.contract, name="contract"),
    path("vertraege/<uuid:pk>/aendern/", contract.change_contract, name="contract-change"),
    path("vertraege/<uuid:pk>/partei/", contract.new_party, name="party-new"),
    path("vertraege/<uuid:pk>/partei/<str:organisation>/entfernen/", contract.drop_party, name="party-remove"),
    path("vertraege/<uuid:pk>/verhandeln/", contract.negotiate, name="contract-negotiate"),
    path("vertraege/<uuid:pk>/pruefliste/", contract.checklist, name="contract-checklist"),
    path("vertraege/<uuid:pk>/beschluss/", contract.decide, name="contract-decide"),
    path("vertraege/<uuid:pk>/unterschrift/<uuid:party>/", contract.sign_for, name="contract-sign"),
    path("vertraege/<uuid:pk>/in-kraft/", contract.into_force, name="contract-in-force"),
]
