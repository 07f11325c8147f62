"""The list of the resource map; its file has all columns, as the import reads them."""

from typing import Any

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html

from cases.models import Resource
from cases.queries.resources import matching, stale_since
from contracts.web.tables.shared import actor_of, districts_of
from kernel.web.tables import DayColumn, Table
from kernel.web.templatetags.ui import badge


class ResourceTable(Table):
    caption = "Ressourcen"
    name = django_tables2.Column(linkify=lambda record: reverse("resource", args=[record.pk]), order_by="sort_key")
    kind = django_tables2.Column()
    districts = django_tables2.Column(verbose_name="Räume", orderable=False, empty_values=())
    description = django_tables2.Column(visible=False)
    tags = django_tables2.Column(orderable=False)
    opening = django_tables2.Column(orderable=False)
    address = django_tables2.Column(visible=False)
    contact = django_tables2.Column(visible=False)
    phone = django_tables2.Column(orderable=False)
    email = django_tables2.Column(visible=False)
    website = django_tables2.Column(visible=False)
    latitude = django_tables2.Column(visible=False)
    longitude = django_tables2.Column(visible=False)
    last_confirmed_on = DayColumn(verbose_name="zuletzt bestätigt")

    class Meta:
        model = Resource
        fields = (
            "name", "kind", "districts", "description", "tags", "opening", "address", "contact", "phone", "email",
            "website", "latitude", "longitude", "last_confirmed_on",
        )  # fmt: skip

    def render_districts(self, record: Resource) -> str:
        return ", ".join(d.name for d in record.districts.all())

    value_districts = render_districts

    def render_tags(self, value: list[str]) -> str:
        return ", ".join(value)

    value_tags = render_tags

    def value_website(self, value: Any) -> str:
        return str(value)

    value_email = value_website

    def render_last_confirmed_on(self, value: Any, record: Any) -> Any:
        shown = f"{value:%d.%m.%Y}"
        if record.last_confirmed_on >= stale_since(actor_of(self.request)):
            return shown
        return format_html("<span>{} {}</span>", shown, badge("lange nicht bestätigt", "warning"))


class ResourceFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Suchen", method="by_text", max_length=120)
    district = django_filters.ModelChoiceFilter(
        queryset=districts_of, field_name="districts", label="Raum", empty_label="alle"
    )
    kind = django_filters.ChoiceFilter(label="Art", empty_label="alle", choices=Resource.Kind.choices)
    tag = django_filters.CharFilter(label="Schlagwort", method="by_tag", max_length=40)
    fresh = django_filters.ChoiceFilter(
        label="Stand",
        empty_label="gibt es",
        method="by_state",
        choices=[("old", "lange nicht bestätigt"), ("gone", "gibt es nicht mehr")],
    )

    def by_text(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return matching(qs, value.replace("\x00", ""))

    def by_tag(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return qs.filter(tag_text__icontains=value.replace("\x00", ""))

    def by_state(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        actor = actor_of(self.request)
        if value == "gone":
            return qs.exclude(closed_on=None)
        return qs.filter(closed_on=None, last_confirmed_on__lt=stale_since(actor))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("fresh") else rows.filter(closed_on=None)
