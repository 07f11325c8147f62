"""Framework contracts from draft to in force, and their papers (R4, R5, R7, R9)."""

from django.db.models import Prefetch, QuerySet

from contracts.api.filters import contract as filters
from contracts.api.filters.contract import DocumentFilter
from contracts.api.inputs import contract as inputs
from contracts.api.inputs import contract as sent
from contracts.api.outputs import contract as outputs
from contracts.api.outputs.contract import DocumentOutput
from contracts.models import Applicant, Contract, Party
from contracts.policy import ContractPerm, DocumentPerm, contract_policy, document_policy
from contracts.queries.contract import documents_for
from contracts.usecases import conclusion, ending, negotiation, selection, versions
from contracts.usecases import contract as verbs
from kernel.api.commands import change, command, creation
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved


class SelectionCommands:
    """Who applied, who was selected and why (R7)."""

    record_selection = command(
        selection.record_selection,
        "Auswahlverfahren eintragen",
        path="selection",
        takes=sent.SelectionInput,
        method="put",
    )
    record_application = command(
        selection.record_application, "Bewerbung eintragen", path="add-application", takes=sent.ApplicationInput
    )
    assess_application = command(
        selection.assess_application, "Bewerbung bewerten", path="assess-application", takes=sent.AssessmentInput
    )
    decide_selection = command(
        selection.decide_selection, "Auswahl entscheiden", path="decide-selection", takes=sent.SelectionDecisionInput
    )
    admit_selected = command(
        selection.admit_selected, "Ausgewählte als Vertragsparteien aufnehmen", path="admit-selected"
    )


class NegotiationCommands:
    """Rounds, Schiedsstelle, agreements (R5)."""

    request_negotiation = command(
        negotiation.request_negotiation,
        "Aufforderung zur Verhandlung eintragen",
        path="request-negotiation",
        takes=sent.RequestInput,
    )
    apply_for_arbitration = command(
        negotiation.apply_for_arbitration,
        "Antrag bei der Schiedsstelle eintragen",
        path="apply-for-arbitration",
        takes=sent.ArbitrationInput,
    )
    record_round = command(
        negotiation.record_round, "Verhandlungsrunde eintragen", path="add-round", takes=sent.RoundInput
    )
    change_round = command(
        negotiation.change_round, "Verhandlungsrunde ändern", path="change-round", takes=sent.RoundChangeInput
    )
    add_agreement = command(
        negotiation.add_agreement, "Vereinbarung eintragen", path="add-agreement", takes=sent.AgreementInput
    )
    change_agreement = command(
        negotiation.change_agreement, "Vereinbarung ändern", path="change-agreement", takes=sent.AgreementChangeInput
    )
    remove_agreement = command(
        negotiation.remove_agreement,
        "Vereinbarung entfernen",
        path="remove-agreement",
        takes=sent.AgreementRemovalInput,
    )


class VersionCommands:
    """What becomes of a contract in force (R4)."""

    prepare_amendment = command(
        versions.prepare_amendment, "Änderung als nächste Fassung vorbereiten", path="amend", takes=sent.AmendmentInput
    )
    prepare_renewal = command(
        versions.prepare_renewal, "Verlängerung als nächste Fassung vorbereiten", path="renew", takes=sent.RenewalInput
    )
    discard_version = command(versions.discard_version, "Neue Fassung verwerfen", path="discard")
    draft_successor = command(
        versions.draft_successor, "Nachfolger entwerfen", path="draft-successor", takes=sent.SuccessorInput
    )
    give_notice = command(ending.give_notice, "Kündigung eintragen", path="give-notice", takes=sent.NoticeInput)
    withdraw_notice = command(ending.withdraw_notice, "Kündigung zurücknehmen", path="withdraw-notice")


class ContractViewSet(SelectionCommands, NegotiationCommands, VersionCommands, Listed, Retrieved, PolicyViewSet):
    policy = contract_policy
    permissions = {"list": ContractPerm.VIEW, "retrieve": ContractPerm.VIEW}
    serializer_class = outputs.ContractOutput
    filterset_class = filters.ContractFilter
    tag = "Verträge"
    about = (
        "Fassungen von Rahmenverträgen mit Parteien, Vereinbarungen und Unterschriften. Träger sehen alle Fassungen ihrer "
        "Verträge, sobald verhandelt wird."
    )
    summaries = {"list": "Verträge auflisten", "retrieve": "Einen Vertrag lesen"}

    create = creation(verbs.create_contract, inputs.ContractInput, "Vertrag entwerfen")
    partial_update = change(verbs.change_contract, inputs.ContractInput, "Entwurf ändern")
    add_party = command(
        verbs.add_party, "Träger als Vertragspartei aufnehmen", path="add-party", takes=inputs.PartyInput
    )
    remove_party = command(
        verbs.remove_party, "Vertragspartei entfernen", path="remove-party", takes=inputs.PartyRemovalInput
    )
    begin_negotiation = command(verbs.begin_negotiation, "Verhandlung beginnen", path="negotiate")
    confirm_checklist = command(
        verbs.confirm_checklist,
        "Prüfliste vor der Unterschrift bestätigen",
        path="checklist",
        takes=inputs.ChecklistInput,
        method="put",
    )
    record_decision = command(
        conclusion.record_decision, "Beschluss eintragen", path="decide", takes=inputs.DecisionInput
    )
    reopen_negotiation = command(
        conclusion.reopen_negotiation, "Wieder verhandeln", path="reopen", takes=sent.ReopeningInput
    )
    sign = command(conclusion.sign, "Unterschrift eintragen", path="sign", takes=inputs.SignatureInput)
    put_in_force = command(conclusion.put_in_force, "In Kraft setzen", path="put-in-force", takes=inputs.InForceInput)

    def among(self) -> QuerySet:
        parties = Party.objects.select_related("organisation").prefetch_related("signatures")
        applicants = Applicant.objects.select_related("organisation")
        return Contract.objects.select_related("selection", "notice_by").prefetch_related(
            Prefetch("parties", queryset=parties),
            Prefetch("selection__applicants", queryset=applicants),
            "schedule_dates",
            "agreements",
            "negotiations",
        )


class DocumentViewSet(Listed, Retrieved, PolicyViewSet):
    policy = document_policy
    permissions = {"list": DocumentPerm.VIEW, "retrieve": DocumentPerm.VIEW}
    serializer_class = DocumentOutput
    filterset_class = DocumentFilter
    tag = "Dokumente"
    about = "Papiere der Verträge mit ihren Fassungen und Prüfsummen. Abgelegt und heruntergeladen werden sie auf den Seiten."
    summaries = {"list": "Dokumente auflisten", "retrieve": "Ein Dokument lesen"}

    def among(self) -> QuerySet:
        return documents_for(self.actor)


ROUTES = {"contracts": ContractViewSet, "documents": DocumentViewSet}
