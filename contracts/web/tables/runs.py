"""The lists of accounts, payment runs and their payments."""

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.urls import reverse

from contracts.iban import masked
from contracts.models import BankAccount, Payment, PaymentRun
from contracts.queries.payments import line_of
from contracts.web.tables.shared import DayFilter, actor_of, organisations_of
from kernel.web.tables import ActionColumn, BadgeColumn, CodeColumn, DayColumn, MoneyColumn, NumberColumn, Table
from kernel.web.templatetags.ui import badge

RUN_TONES = {"prepared": "info", "approved": "warning", "paid": "success", "withdrawn": "neutral"}
PAYMENT_TONES = {"waiting": "info", "paid": "success", "returned": "danger", "withdrawn": "neutral"}
PAYMENT_WORDS = {"waiting": "wartet", "paid": "gezahlt", "returned": "zurückgekommen", "withdrawn": "zurückgezogen"}
OFFICE = "Jugendamt"


class AccountTable(Table):
    caption = "Bankverbindungen"
    organisation = django_tables2.Column(
        accessor="organisation__name",
        order_by=("organisation__sort_key", "begins"),
        verbose_name="Wessen Konto",
        linkify=lambda record: reverse("account-bank", args=[record.pk]),
        empty_values=(),
    )
    holder = django_tables2.Column(verbose_name="Kontoinhaber")
    iban = CodeColumn(verbose_name="IBAN")
    begins = DayColumn(verbose_name="gilt ab")
    ends = DayColumn(verbose_name="gilt bis")
    state = django_tables2.Column(
        accessor="confirmed_by", order_by="confirmed_by", verbose_name="Stand", empty_values=()
    )

    class Meta:
        model = BankAccount
        fields = ("organisation", "holder", "iban", "begins", "ends", "state")

    def render_organisation(self, value: str | None) -> str:
        return value or OFFICE

    def render_iban(self, value: str) -> str:
        return masked(value)

    def value_iban(self, value: str) -> str:
        return masked(value)

    def render_state(self, record: BankAccount) -> str:
        return badge("bestätigt", "success") if record.confirmed_by else badge("zu bestätigen", "warning")

    def value_state(self, record: BankAccount) -> str:
        return "bestätigt" if record.confirmed_by else "zu bestätigen"


class AccountFilter(django_filters.FilterSet):
    organisation = django_filters.ModelChoiceFilter(queryset=organisations_of, label="Träger", empty_label="alle")
    state = django_filters.ChoiceFilter(
        label="Stand",
        empty_label="alle",
        method="by_state",
        choices=[("current", "gilt heute"), ("waiting", "zu bestätigen"), ("office", "Konten des Amts")],
    )

    def by_state(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        if value == "waiting":
            return qs.filter(confirmed_by=None)
        if value == "office":
            return qs.filter(organisation=None)
        today = actor_of(self.request).today
        return qs.filter(begins__lte=today).exclude(ends__lt=today)


class RunTable(Table):
    caption = "Zahlungsläufe"
    number = NumberColumn(verbose_name="Nr.", linkify=lambda record: reverse("run", args=[record.pk]))
    execute_on = DayColumn(verbose_name="Ausführung am")
    count = NumberColumn(verbose_name="Zahlungen")
    returned = NumberColumn(verbose_name="zurückgekommen")
    total = MoneyColumn(verbose_name="Summe", total=True)
    paid_on = DayColumn(verbose_name="ausgeführt")
    state = BadgeColumn(tones=RUN_TONES)

    class Meta:
        model = PaymentRun
        fields = ("number", "execute_on", "count", "returned", "total", "paid_on", "state")


class RunFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=PaymentRun.State, label="Stand", empty_label="alle")
    since = DayFilter(label="Ausführung ab", field_name="execute_on", lookup_expr="gte")
    until = DayFilter(label="Ausführung bis", field_name="execute_on", lookup_expr="lte")


class PaymentTable(Table):
    caption = "Zahlungen"
    holder = django_tables2.Column(verbose_name="Empfänger", order_by=("holder", "id"))
    iban = CodeColumn(verbose_name="IBAN")
    purpose = django_tables2.Column(
        verbose_name="Verwendungszweck", linkify=lambda record: reverse("line", args=[line_of(record).pk])
    )
    amount = MoneyColumn(total=True)
    standing = BadgeColumn(verbose_name="Stand", tones=PAYMENT_TONES, labels=PAYMENT_WORDS)

    class Meta:
        model = Payment
        fields = ("holder", "iban", "purpose", "amount", "standing")

    def render_iban(self, value: str) -> str:
        return masked(value)

    def value_iban(self, value: str) -> str:
        return masked(value)


class ReturnablePaymentTable(PaymentTable):
    """With the way to say that the bank gave a payment back."""

    back = ActionColumn(
        "Zurückgekommen",
        url=lambda record: reverse("payment-return", args=[record.pk]) if record.standing == "paid" else None,
    )

    class Meta:
        model = Payment
        fields = ("holder", "iban", "purpose", "amount", "standing", "back")


class BankFileTable(Table):
    """What goes into another system: the whole account numbers, only for who may pay."""

    caption = "Zahlungen"
    holder = django_tables2.Column(verbose_name="Empfänger")
    iban = django_tables2.Column(verbose_name="IBAN")
    bic = django_tables2.Column(verbose_name="BIC", default="")
    amount = MoneyColumn(verbose_name="Betrag")
    purpose = django_tables2.Column(verbose_name="Verwendungszweck")
    execute_on = DayColumn(accessor="run__execute_on", verbose_name="Ausführung am")

    class Meta:
        model = Payment
        fields = ("holder", "iban", "bic", "amount", "purpose", "execute_on")
