"""Lists of helps, of commissions and of tasks. No column holds a name, so that all of them may be exported."""

from datetime import timedelta
from typing import Any

import django_filters
import django_tables2
from django.db.models import Q, QuerySet
from django.urls import reverse

from cases.models import Help, HelpPlan, Paragraph, ProviderTask
from contracts.models import Setting
from contracts.web.tables.shared import DayFilter, SearchFilter, actor_of, districts_of
from kernel.web.tables import BadgeColumn, CodeColumn, DayColumn, MinutesColumn, NumberColumn, Table
from tenants.registry.models import Organisation

HELP_TONES = {"approval": "warning", "running": "success", "ended": "neutral", "refused": "danger"}
PLAN_TONES = {"draft": "info", "agreed": "success", "replaced": "neutral"}
SOON = timedelta(days=60)


def providers_of(request: Any) -> QuerySet[Organisation]:
    """Providers that carry out a help of this office."""
    return Organisation.objects.filter(pk__in=Help.objects.order_by().values("organisation"))


class HelpTable(Table):
    caption = "Hilfen"
    number = django_tables2.Column(
        accessor="case__number", verbose_name="Fall", linkify=lambda record: reverse("help", args=[record.pk])
    )
    paragraph = django_tables2.Column()
    organisation = django_tables2.Column(order_by="organisation__sort_key")
    district = django_tables2.Column(
        accessor="case__district", verbose_name="Raum", order_by="case__district__sort_key"
    )
    setting = django_tables2.Column()
    begins = DayColumn(verbose_name="seit")
    planned_end = DayColumn(verbose_name="geplant bis")
    ends = DayColumn(verbose_name="beendet")
    minutes_a_week = MinutesColumn(verbose_name="je Woche")
    state = BadgeColumn(tones=HELP_TONES)

    class Meta:
        model = Help
        fields = (
            "number", "paragraph", "organisation", "district", "setting", "begins", "planned_end", "ends",
            "minutes_a_week", "state",
        )  # fmt: skip


class HelpFilter(django_filters.FilterSet):
    q = SearchFilter("case__number", label="Aktenzeichen")
    state = django_filters.ChoiceFilter(
        label="Stand", empty_label="alle", method="by_state",
        choices=[*Help.State.choices, ("ending", "endet in 60 Tagen"), ("overdue", "über das geplante Ende hinaus")],
    )  # fmt: skip
    paragraph = django_filters.ChoiceFilter(label="Hilfe nach", choices=Paragraph.choices, empty_label="alle")
    setting = django_filters.ChoiceFilter(label="Form", choices=Setting.choices, empty_label="alle")
    ground = django_filters.ChoiceFilter(label="Grundlage", choices=Help.Ground.choices, empty_label="alle")
    organisation = django_filters.ModelChoiceFilter(queryset=providers_of, label="Träger", empty_label="alle")
    district = django_filters.ModelChoiceFilter(
        queryset=districts_of, label="Raum", empty_label="alle", field_name="case__district"
    )
    since = DayFilter(label="begonnen ab", field_name="begins", lookup_expr="gte")

    def by_state(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        today = actor_of(self.request).today
        if value == "ending":
            return qs.filter(state=Help.State.RUNNING, planned_end__range=(today, today + SOON))
        if value == "overdue":
            return qs.filter(state=Help.State.RUNNING, planned_end__lt=today)
        return qs.filter(state=value)


class HelpMoneyTable(Table):
    caption = "Umfang der Hilfen"
    number = django_tables2.Column(accessor="case__number", verbose_name="Fall")
    paragraph = django_tables2.Column()
    organisation = django_tables2.Column(order_by="organisation__sort_key")
    begins = DayColumn(verbose_name="seit")
    ends = DayColumn(verbose_name="beendet")
    minutes_a_week = MinutesColumn(verbose_name="je Woche")
    booked = MinutesColumn(verbose_name="gebucht", total=True)
    state = BadgeColumn(tones=HELP_TONES)

    class Meta:
        model = Help
        fields = ("number", "paragraph", "organisation", "begins", "ends", "minutes_a_week", "booked", "state")


class CommissionTable(Table):
    caption = "Aufträge"
    reference = CodeColumn(
        accessor="assignment__reference__number",
        verbose_name="Fallreferenz",
        linkify=lambda record: reverse("commission", args=[record.pk]),
    )
    paragraph = django_tables2.Column()
    district = django_tables2.Column(
        accessor="case__district", verbose_name="Raum", order_by="case__district__sort_key"
    )
    begins = DayColumn(verbose_name="seit")
    planned_end = DayColumn(verbose_name="geplant bis")
    minutes_a_week = MinutesColumn(verbose_name="je Woche")
    state = BadgeColumn(tones=HELP_TONES)

    class Meta:
        model = Help
        fields = ("reference", "paragraph", "district", "begins", "planned_end", "minutes_a_week", "state")


class CommissionFilter(django_filters.FilterSet):
    q = SearchFilter("assignment__reference__number", label="Fallreferenz")
    state = django_filters.ChoiceFilter(
        label="Stand", empty_label="alle", choices=[(s.value, s.label) for s in (Help.State.RUNNING, Help.State.ENDED)]
    )


class TaskTable(Table):
    caption = "Aufgaben"
    code = CodeColumn(
        accessor="item__code", verbose_name="Beratung", linkify=lambda record: reverse("task", args=[record.pk])
    )
    organisation = django_tables2.Column(order_by="organisation__sort_key")
    due_on = DayColumn(verbose_name="bis")
    done_at = DayColumn(verbose_name="erledigt")

    class Meta:
        model = ProviderTask
        fields = ("code", "organisation", "due_on", "done_at")


class TaskFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label="Stand", empty_label="alle", method="by_state",
        choices=[("open", "offen"), ("late", "überfällig"), ("done", "erledigt")],
    )  # fmt: skip
    organisation = django_filters.ModelChoiceFilter(
        queryset=lambda request: Organisation.objects.filter(
            pk__in=ProviderTask.objects.order_by().values("organisation")
        ),
        label="Träger",
        empty_label="alle",
    )

    def by_state(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        late = Q(done_at=None, due_on__lt=actor_of(self.request).today)
        return qs.filter({"open": Q(done_at=None), "late": late, "done": Q(done_at__isnull=False)}[value])


class PlanTable(Table):
    caption = "Hilfepläne"
    case = django_tables2.Column(
        accessor="case__number", verbose_name="Fall", linkify=lambda record: reverse("plan", args=[record.pk])
    )
    number = NumberColumn(verbose_name="Fassung")
    agreed_on = DayColumn(verbose_name="vereinbart")
    review_on = DayColumn(verbose_name="nächste Überprüfung")
    state = BadgeColumn(tones=PLAN_TONES)

    class Meta:
        model = HelpPlan
        fields = ("case", "number", "agreed_on", "review_on", "state")


class PlanFilter(django_filters.FilterSet):
    q = SearchFilter("case__number", label="Aktenzeichen")
    state = django_filters.ChoiceFilter(
        label="Stand", empty_label="alle", method="by_state",
        choices=[*HelpPlan.State.choices, ("due", "Überprüfung in 30 Tagen oder überfällig")],
    )  # fmt: skip

    def by_state(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        if value == "due":
            last = actor_of(self.request).today + timedelta(days=30)
            return qs.filter(state=HelpPlan.State.AGREED, reviews__held_on=None, reviews__due_on__lte=last).distinct()
        return qs.filter(state=value)
