"""Budget lines and instalments (R10, R11)."""

from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.api.filters.budget import LineFilter
from contracts.api.filters.payments import InstalmentFilter
from contracts.api.inputs.budget import CorrectionInput, LineChangeInput, LineInput
from contracts.api.inputs.hours import ConversionInput
from contracts.api.inputs.payment_runs import OffsetInput
from contracts.api.inputs.payments import InstalmentsInput, PaymentInput
from contracts.api.outputs.budget import LedgerOutput, LineOutput
from contracts.api.outputs.payments import InstalmentOutput
from contracts.policy import InstalmentPerm, LinePerm, instalment_policy, line_policy
from contracts.queries.budget import lines_for
from contracts.queries.ledger import journal_of
from contracts.queries.payments import instalments_for
from contracts.queries.steering import Hours, course_of
from contracts.usecases import budget, conversion, corrections, payments
from kernel.api.commands import change, command, creation, removal
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved


class LineViewSet(Listed, Retrieved, PolicyViewSet):
    policy = line_policy
    permissions = {"list": LinePerm.VIEW, "retrieve": LinePerm.VIEW, "ledger": LinePerm.VIEW}
    serializer_class = LineOutput
    filterset_class = LineFilter
    tag = "Budgets"
    about = "Was ein Träger aus einem Vertrag in einem Jahr bekommt. Träger sehen die eigenen Posten ab der Freigabe."
    summaries = {
        "list": "Budgetposten auflisten",
        "retrieve": "Einen Budgetposten lesen",
        "ledger": "Verlauf, Prognose und alle Einträge eines Budgetpostens",
    }

    create = creation(budget.create_line, LineInput, "Budgetposten anlegen")
    partial_update = change(budget.change_line, LineChangeInput, "Budgetposten ändern, solange er Entwurf ist")
    plan_instalments = command(budget.plan_instalments, "Abschläge nach dem Vertrag planen", path="plan-instalments")
    replace_instalments = command(
        budget.replace_instalments,
        "Abschläge von Hand festlegen; zusammen ergeben sie den Betrag",
        path="instalments",
        takes=InstalmentsInput,
        method="put",
    )
    convert_hours = command(
        conversion.convert_hours,
        "Nicht gebrauchte Stunden in einen fallunspezifischen Posten umwandeln",
        path="convert",
        takes=ConversionInput,
    )
    release_line = command(budget.release_line, "Budgetposten mit seinen Abschlägen freigeben", path="release")
    correct_line = command(
        corrections.correct_line, "Freigegebenen Posten berichtigen", path="correct", takes=CorrectionInput
    )
    destroy = removal(budget.remove_line, "Entwurf entfernen")

    @extend_schema(responses=LedgerOutput)
    @action(detail=True)
    def ledger(self, request: Request, pk: UUID) -> Response:
        line = self.get_object()
        months = Hours(line.year, [line]).of([line])
        course = course_of(line, self.actor.today)
        content = {
            "line": line,
            "course": course,
            "entries": journal_of(line, months, self.actor.today),
        }
        return Response(LedgerOutput(content, context=self.get_serializer_context()).data)

    def among(self) -> QuerySet:
        return lines_for(self.actor).prefetch_related("postings")


class InstalmentViewSet(Listed, Retrieved, PolicyViewSet):
    policy = instalment_policy
    permissions = {"list": InstalmentPerm.VIEW, "retrieve": InstalmentPerm.VIEW}
    serializer_class = InstalmentOutput
    filterset_class = InstalmentFilter
    tag, about = "Abschläge", "Teilzahlungen eines Budgetpostens, auf den Cent genau."
    summaries = {"list": "Abschläge auflisten", "retrieve": "Einen Abschlag lesen"}

    pay_instalment = command(budget.pay_instalment, "Zahlung eintragen", path="pay", takes=PaymentInput)
    offset_instalment = command(
        payments.offset_instalment, "Mit einer Forderung verrechnen", path="offset", takes=OffsetInput
    )

    def among(self) -> QuerySet:
        return instalments_for(self.actor)


ROUTES = {"budget-lines": LineViewSet, "instalments": InstalmentViewSet}
