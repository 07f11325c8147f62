"""Budget lines and instalments (R10, R11)."""

from django.db.models import QuerySet

from contracts import queries
from contracts.api import filters, inputs, outputs
from contracts.api.inputs.payment_runs import OffsetInput
from contracts.policy import InstalmentPerm, LinePerm, instalment_policy, line_policy
from contracts.usecases import budget, payments
from kernel.api.commands import change, command, creation
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved


class LineViewSet(Listed, Retrieved, PolicyViewSet):
    policy = line_policy
    permissions = {"list": LinePerm.VIEW, "retrieve": LinePerm.VIEW}
    serializer_class = outputs.LineOutput
    filterset_class = filters.LineFilter
    tag = "Budgets"
    about = "Was ein Träger aus einem Vertrag in einem Jahr bekommt. Träger sehen die eigenen Posten ab der Freigabe."
    summaries = {"list": "Budgetposten auflisten", "retrieve": "Einen Budgetposten lesen"}

    create = creation(budget.create_line, inputs.LineInput, "Budgetposten anlegen")
    partial_update = change(budget.change_line, inputs.LineChangeInput, "Budgetposten ändern, solange er Entwurf ist")
    plan_instalments = command(budget.plan_instalments, "Abschläge nach dem Vertrag planen", path="plan-instalments")
    replace_instalments = command(
        budget.replace_instalments,
        "Abschläge von Hand festlegen; zusammen ergeben sie den Betrag",
        path="instalments",
        takes=inputs.InstalmentsInput,
        method="put",
    )
    release_line = command(budget.release_line, "Budgetposten mit seinen Abschlägen freigeben", path="release")

    def among(self) -> QuerySet:
        return queries.lines_for(self.actor)


class InstalmentViewSet(Listed, Retrieved, PolicyViewSet):
    policy = instalment_policy
    permissions = {"list": InstalmentPerm.VIEW, "retrieve": InstalmentPerm.VIEW}
    serializer_class = outputs.InstalmentOutput
    filterset_class = filters.InstalmentFilter
    tag, about = "Abschläge", "Teilzahlungen eines Budgetpostens, auf den Cent genau."
    summaries = {"list": "Abschläge auflisten", "retrieve": "Einen Abschlag lesen"}

    pay_instalment = command(budget.pay_instalment, "Zahlung eintragen", path="pay", takes=inputs.PaymentInput)
    offset_instalment = command(
        payments.offset_instalment, "Mit einer Forderung verrechnen", path="offset", takes=OffsetInput
    )

    def among(self) -> QuerySet:
        return queries.instalments_for(self.actor)


ROUTES = {"budget-lines": LineViewSet, "instalments": InstalmentViewSet}
