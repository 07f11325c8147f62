"""The audit as a list: who did or read what, when and from where."""

import django_filters
import django_tables2
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from contracts.web.tables.shared import DayFilter
from frontend.administration.audit_words import RECORDS, VERBS, WAYS
from kernel.access.actor import Actor
from kernel.audit.models import Entry
from kernel.audit.policy import AuditPerm, audit_policy
from kernel.audit.reads import note_read
from kernel.web.lists import list_page
from kernel.web.stamps import page
from kernel.web.tables import Table
from tenants.people.models import Membership

NOBODY = "–"


class AuditTable(Table):
    caption = "Protokoll"
    at = django_tables2.Column(verbose_name="Wann")
    name = django_tables2.Column(verbose_name="Wer", empty_values=())
    verb = django_tables2.Column(verbose_name="Was")
    model = django_tables2.Column(verbose_name="Woran")
    record = django_tables2.Column(verbose_name="Kennung", orderable=False)
    fields = django_tables2.Column(verbose_name="Felder", orderable=False)
    via = django_tables2.Column(verbose_name="Weg")
    address = django_tables2.Column(verbose_name="Von", orderable=False)

    class Meta:
        model = Entry
        fields = ("at", "name", "verb", "model", "record", "fields", "via", "address")
        order_by = "-at"

    def render_at(self, value: object) -> str:
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"  # type: ignore[arg-type, str-format]

    def render_name(self, value: str | None, record: Entry) -> str:
        return value or (NOBODY if record.person is None else "nicht mehr hier")

    def render_verb(self, value: str) -> str:
        return VERBS.get(value, value)

    def render_model(self, value: str) -> str:
        return RECORDS.get(value, value)

    def render_fields(self, value: list[str]) -> str:
        return ", ".join(value) or NOBODY

    def render_via(self, value: str) -> str:
        return WAYS.get(value, value)


class AuditFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(
        label="Art", empty_label="alle", method="by_kind", choices=[("read", "Einsicht"), ("change", "Änderung")]
    )
    person = django_filters.ModelChoiceFilter(
        label="Person",
        empty_label="alle",
        method="by_person",
        queryset=lambda request: people(request.actor),
    )
    model = django_filters.ChoiceFilter(
        label="Woran", empty_label="alle", choices=sorted(RECORDS.items(), key=lambda i: i[1])
    )
    record = django_filters.CharFilter(label="Kennung", lookup_expr="exact")
    since = DayFilter(label="ab", field_name="at", lookup_expr="date__gte")
    until = DayFilter(label="bis", field_name="at", lookup_expr="date__lte")

    def by_kind(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return qs.filter(verb="read") if value == "read" else qs.exclude(verb="read")

    def by_person(self, qs: QuerySet, name: str, value: Membership) -> QuerySet:
        return qs.filter(person=value.person_id)


def people(actor: Actor) -> QuerySet[Membership]:
    """One membership of each person who is or was in the office."""
    first = Membership.objects.filter(office=actor.place).order_by("person", "-begins").distinct("person")
    return Membership.objects.filter(pk__in=first.values("pk"))


@page(AuditPerm.VIEW)
def audit(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    name = Membership.objects.filter(office=actor.place, person=OuterRef("person")).values("display_name")[:1]
    note_read(Entry)
    return list_page(
        request,
        "administration/audit.html",
        rows=audit_policy.rows(actor).annotate(name=Subquery(name)),
        table=AuditTable,
        filterset=AuditFilter,
        filename="protokoll",
        empty_title="Nichts gefunden.",
        empty_text="Ändern Sie die Filter.",
    )
