"""Framework contracts from draft to in force (R4, R9)."""

from django.db.models import Prefetch, QuerySet

from contracts.api import filters, inputs, outputs
from contracts.models import Contract, Party
from contracts.policy import ContractPerm, contract_policy
from contracts.usecases import conclusion
from contracts.usecases import contract as verbs
from kernel.api.commands import change, command, creation
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved


class ContractViewSet(Listed, Retrieved, PolicyViewSet):
    policy = contract_policy
    permissions = {"list": ContractPerm.VIEW, "retrieve": ContractPerm.VIEW}
    serializer_class = outputs.ContractOutput
    filterset_class = filters.ContractFilter
    tag = "Verträge"
    about = "Rahmenverträge mit Parteien und Unterschriften. Träger sehen die eigenen, sobald verhandelt wird."
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
    sign = command(conclusion.sign, "Unterschrift eintragen", path="sign", takes=inputs.SignatureInput)
    put_in_force = command(conclusion.put_in_force, "In Kraft setzen", path="put-in-force", takes=inputs.InForceInput)

    def among(self) -> QuerySet:
        parties = Party.objects.select_related("organisation").prefetch_related("signatures")
        return Contract.objects.prefetch_related(Prefetch("parties", queryset=parties))


ROUTES = {"contracts": ContractViewSet}
