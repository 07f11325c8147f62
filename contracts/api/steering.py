"""Splits, postings, rates, readjustments and invoices (R5, R7, R10, R15)."""

from django.db.models import Prefetch, QuerySet

from contracts.api.filters import steering as filters
from contracts.api.inputs import steering as inputs
from contracts.api.outputs import steering as outputs
from contracts.models import Allocation, InvoiceItem
from contracts.policy.steering import (
    AllocationPerm,
    InvoicePerm,
    PostingPerm,
    RatePerm,
    ReadjustmentPerm,
    allocation_policy,
    invoice_policy,
    posting_policy,
    rate_policy,
    readjustment_policy,
)
from contracts.queries.invoices import invoices_for, rates_for
from contracts.queries.steering import readjustments_for
from contracts.usecases import allocations, invoices, rates, readjustments
from kernel.api.commands import change, command, creation, removal
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved


class PostingViewSet(Listed, Retrieved, PolicyViewSet):
    policy = posting_policy
    permissions = {"list": PostingPerm.VIEW, "retrieve": PostingPerm.VIEW}
    serializer_class = outputs.PostingOutput
    filterset_class = filters.PostingFilter
    tag, about = "Buchungen", "Was freigegebene Posten ändert. Buchungen bleiben; eine falsche wird zurückgebucht."
    summaries = {"list": "Buchungen auflisten", "retrieve": "Eine Buchung lesen"}


class AllocationViewSet(Listed, Retrieved, PolicyViewSet):
    policy = allocation_policy
    permissions = {"list": AllocationPerm.VIEW, "retrieve": AllocationPerm.VIEW}
    serializer_class = outputs.AllocationOutput
    filterset_class = filters.AllocationFilter
    tag = "Aufteilungen"
    about = "Wie ein Gesamtbetrag auf Posten verteilt ist, auf den Cent genau und mit der Rechnung dazu."
    summaries = {"list": "Aufteilungen auflisten", "retrieve": "Eine Aufteilung lesen"}

    create = creation(allocations.split_total, inputs.AllocationInput, "Gesamtbetrag aufteilen oder ein Jahr erhöhen")
    destroy = removal(allocations.discard_allocation, "Aufteilung mit ihren Entwürfen zurücknehmen")

    def among(self) -> QuerySet:
        return Allocation.objects.select_related("contract").prefetch_related("shares")


class RateViewSet(Listed, Retrieved, PolicyViewSet):
    policy = rate_policy
    permissions = {"list": RatePerm.VIEW, "retrieve": RatePerm.VIEW}
    serializer_class = outputs.RateOutput
    filterset_class = filters.RateFilter
    tag, about = "Sätze", "Was eine Einheit auf einem Posten ab einem Tag kostet."
    summaries = {"list": "Sätze auflisten", "retrieve": "Einen Satz lesen"}

    create = creation(rates.set_rate, inputs.RateInput, "Satz ab einem Tag hinterlegen")

    def among(self) -> QuerySet:
        return rates_for(self.actor)


class ReadjustmentViewSet(Listed, Retrieved, PolicyViewSet):
    policy = readjustment_policy
    permissions = {"list": ReadjustmentPerm.VIEW, "retrieve": ReadjustmentPerm.VIEW}
    serializer_class = outputs.ReadjustmentOutput
    filterset_class = filters.ReadjustmentFilter
    tag, about = "Nachsteuerungen", "Vom Anlass über Prognose und Vorschlag zum Beschluss und seiner Buchung."
    summaries = {"list": "Nachsteuerungen auflisten", "retrieve": "Eine Nachsteuerung lesen"}

    create = creation(readjustments.propose_readjustment, inputs.ProposalInput, "Nachsteuerung vorschlagen")
    decide_readjustment = command(
        readjustments.decide_readjustment,
        "Beschluss eintragen und buchen",
        path="decide",
        takes=inputs.ReadjustmentDecisionInput,
    )
    reject_readjustment = command(
        readjustments.reject_readjustment, "Ablehnung eintragen", path="reject", takes=inputs.ReadjustmentRejectionInput
    )

    def among(self) -> QuerySet:
        return readjustments_for(self.actor)


class InvoiceViewSet(Listed, Retrieved, PolicyViewSet):
    policy = invoice_policy
    permissions = {"list": InvoicePerm.VIEW, "retrieve": InvoicePerm.VIEW}
    serializer_class = outputs.InvoiceOutput
    filterset_class = filters.InvoiceFilter
    tag = "Rechnungen"
    about = "Rechnungen für Hilfen außerhalb von Verträgen; eine Person prüft, eine zweite gibt frei."
    summaries = {"list": "Rechnungen auflisten", "retrieve": "Eine Rechnung lesen"}

    create = creation(invoices.record_invoice, inputs.InvoiceInput, "Rechnung erfassen")
    partial_update = change(invoices.change_invoice, inputs.InvoiceChangeInput, "Rechnung ändern, solange ungeprüft")
    check_invoice = command(
        invoices.check_invoice, "Als geprüft bestätigen", path="check", takes=inputs.InvoiceCheckInput
    )
    approve_invoice = command(invoices.approve_invoice, "Als zweite Person freigeben", path="approve")
    reject_invoice = command(invoices.reject_invoice, "Zurückweisen", path="reject", takes=inputs.InvoiceRejectionInput)

    def among(self) -> QuerySet:
        items = InvoiceItem.objects.select_related("reference")
        return invoices_for(self.actor).prefetch_related(Prefetch("items", queryset=items))


ROUTES = {
    "postings": PostingViewSet,
    "allocations": AllocationViewSet,
    "rates": RateViewSet,
    "readjustments": ReadjustmentViewSet,
    "invoices": InvoiceViewSet,
}
