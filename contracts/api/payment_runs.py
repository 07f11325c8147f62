"""Bank accounts, payment runs and what becomes of a payment (R11)."""

from django.db.models import QuerySet

from contracts.api.filters.payment_runs import AccountFilter, PaymentFilter, RunFilter
from contracts.api.inputs import payment_runs as inputs
from contracts.api.outputs import payment_runs as outputs
from contracts.policy.payments import (
    AccountPerm,
    PaymentPerm,
    RunPerm,
    account_policy,
    payment_policy,
    run_policy,
)
from contracts.queries.payments import accounts_for, payments_for, runs_for
from contracts.usecases import accounts, payments, runs
from kernel.api.commands import command, creation, removal
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved


class AccountViewSet(Listed, Retrieved, PolicyViewSet):
    policy = account_policy
    permissions = {"list": AccountPerm.VIEW, "retrieve": AccountPerm.VIEW}
    serializer_class = outputs.AccountOutput
    filterset_class = AccountFilter
    tag = "Bankverbindungen"
    about = (
        "Konten der Träger und des Amts. Die Nummer steht hier nur mit Anfang und Ende; Träger sehen das eigene Konto."
    )
    summaries = {"list": "Bankverbindungen auflisten", "retrieve": "Eine Bankverbindung lesen"}

    create = creation(accounts.record_account, inputs.AccountInput, "Konto eintragen")
    confirm_account = command(accounts.confirm_account, "Konto als zweite Person bestätigen", path="confirm")
    end_account = command(accounts.end_account, "Konto beenden", path="end", takes=inputs.AccountEndInput)
    destroy = removal(accounts.discard_account, "Ein Konto verwerfen, das niemand bestätigt hat")

    def among(self) -> QuerySet:
        return accounts_for(self.actor)


class RunViewSet(Listed, Retrieved, PolicyViewSet):
    policy = run_policy
    permissions = {"list": RunPerm.VIEW, "retrieve": RunPerm.VIEW}
    serializer_class = outputs.RunOutput
    filterset_class = RunFilter
    tag = "Zahlungsläufe"
    about = "Zahlungen, die zusammen zur Bank gehen. SEPA-Datei und CSV gibt es auf der Seite /zahlungslaeufe/{id}/."
    summaries = {"list": "Zahlungsläufe auflisten", "retrieve": "Einen Zahlungslauf lesen"}

    create = creation(runs.prepare_run, inputs.RunInput, "Zahlungslauf vorbereiten")
    approve_run = command(runs.approve_run, "Zahlungslauf als zweite Person freigeben", path="approve")
    execute_run = command(runs.execute_run, "Als ausgeführt eintragen", path="execute", takes=inputs.ExecutedInput)
    withdraw_run = command(runs.withdraw_run, "Vor der Ausführung zurückziehen", path="withdraw")

    def among(self) -> QuerySet:
        return runs_for(self.actor)


class PaymentViewSet(Listed, Retrieved, PolicyViewSet):
    policy = payment_policy
    permissions = {"list": PaymentPerm.VIEW, "retrieve": PaymentPerm.VIEW}
    serializer_class = outputs.PaymentOutput
    filterset_class = PaymentFilter
    tag, about = "Zahlungen", "Was in den Zahlungsläufen steht, mit dem Konto von damals."
    summaries = {"list": "Zahlungen auflisten", "retrieve": "Eine Zahlung lesen"}

    return_payment = command(
        payments.return_payment, "Rückgabe der Bank eintragen", path="return", takes=inputs.ReturnInput
    )

    def among(self) -> QuerySet:
        return payments_for(self.actor)


ROUTES = {"bank-accounts": AccountViewSet, "payment-runs": RunViewSet, "payments": PaymentViewSet}
