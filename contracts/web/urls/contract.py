"""Framework contracts."""

from django.urls import path

from contracts.web import contract, contract_steps, documents, negotiation, selection, versions

urlpatterns = [
    path("vertraege/", contract.contracts, name="contracts"),
    path("vertraege/neu/", contract_steps.new_contract, name="contract-new"),
    path("vertraege/<uuid:pk>/", contract.contract, name="contract"),
    path("vertraege/<uuid:pk>/pdf/", contract.paper, name="contract-pdf"),
    path("vertraege/<uuid:pk>/aendern/", contract_steps.change_contract, name="contract-change"),
    path("vertraege/<uuid:pk>/bedingungen/", contract_steps.change_terms, name="contract-terms"),
    path("vertraege/<uuid:pk>/partei/", contract_steps.new_party, name="party-new"),
    path("vertraege/<uuid:pk>/partei/<str:organisation>/entfernen/", contract_steps.drop_party, name="party-remove"),
    path("vertraege/<uuid:pk>/verhandeln/", contract_steps.negotiate, name="contract-negotiate"),
    path("vertraege/<uuid:pk>/pruefliste/", contract_steps.checklist, name="contract-checklist"),
    path("vertraege/<uuid:pk>/beschluss/", contract_steps.decide, name="contract-decide"),
    path("vertraege/<uuid:pk>/wieder-verhandeln/", contract_steps.reopen, name="contract-reopen"),
    path("vertraege/<uuid:pk>/unterschrift/<uuid:party>/", contract_steps.sign_for, name="contract-sign"),
    path("vertraege/<uuid:pk>/in-kraft/", contract_steps.into_force, name="contract-in-force"),
    path("vertraege/<uuid:pk>/auswahl/", selection.change_selection, name="contract-selection"),
    path("vertraege/<uuid:pk>/auswahl/bewerbung/", selection.new_applicant, name="applicant-new"),
    path("vertraege/<uuid:pk>/auswahl/entscheiden/", selection.decide_selection, name="selection-decide"),
    path("vertraege/<uuid:pk>/auswahl/aufnehmen/", selection.admit_selected, name="selection-admit"),
    path("bewerbungen/<uuid:pk>/", selection.change_applicant, name="applicant-change"),
    path("vertraege/<uuid:pk>/aufforderung/", negotiation.request_negotiation, name="contract-request"),
    path("vertraege/<uuid:pk>/schiedsstelle/", negotiation.apply_for_arbitration, name="contract-arbitration"),
    path("vertraege/<uuid:pk>/runde/", negotiation.new_round, name="round-new"),
    path("runden/<uuid:pk>/", negotiation.change_round, name="round-change"),
    path("vertraege/<uuid:pk>/vereinbarung/", negotiation.new_agreement, name="agreement-new"),
    path("vereinbarungen/<uuid:pk>/", negotiation.change_agreement, name="agreement-change"),
    path("vereinbarungen/<uuid:pk>/entfernen/", negotiation.remove_agreement, name="agreement-remove"),
    path("vertraege/<uuid:pk>/fassung/", versions.amend, name="contract-amend"),
    path("vertraege/<uuid:pk>/verwerfen/", versions.discard, name="contract-discard"),
    path("vertraege/<uuid:pk>/verlaengern/", versions.renew, name="contract-renew"),
    path("vertraege/<uuid:pk>/nachfolger/", versions.succeed, name="contract-succeed"),
    path("vertraege/<uuid:pk>/kuendigen/", versions.terminate, name="contract-terminate"),
    path("vertraege/<uuid:pk>/kuendigung/zuruecknehmen/", versions.withdraw_notice, name="contract-keep"),
    path("vertraege/<uuid:pk>/dokument/", documents.new_document, name="document-new"),
    path("dokumente/<uuid:pk>/fassung/", documents.new_version, name="document-replace"),
    path("dokumente/<uuid:pk>/", documents.download, name="document-version"),
]
