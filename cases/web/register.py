"""Pages of the register of cases."""

from typing import Any
from uuid import UUID

import django_filters
import django_tables2
from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.models import CaseFile
from cases.policy import CasePerm, case_policy
from cases.usecases import register as usecases
from contracts.models import District
from contracts.web.fields import ChoiceOf, districts, engaged
from contracts.web.tables import DayFilter, SearchFilter, districts_of
from contracts.web.territory import word
from kernel.access.actor import Actor
from kernel.audit.reads import note_read
from kernel.web import words
from kernel.web.fields import GermanDateField
from kernel.web.forms import UseCaseForm, carry_out, posted
from kernel.web.lists import list_page
from kernel.web.stamps import page
from kernel.web.tables import DayColumn, NumberColumn, Table
from tenants.registry.models import Organisation


class CaseForm(UseCaseForm):
    number = forms.CharField(label="Aktenzeichen", max_length=40)
    district = ChoiceOf(District.objects.none(), label="Raum")
    begins = GermanDateField(label="Begonnen am")

    def __init__(self, *args: Any, actor: Actor, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("district", districts(actor))
        self.fields["district"].label = word


class AssignForm(UseCaseForm):
    organisation = ChoiceOf(Organisation.objects.none(), label="Träger")
    begins = GermanDateField(label="Arbeitet mit ab")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", engaged(actor))


class CloseForm(UseCaseForm):
    ends = GermanDateField(label="Beendet am")


class CaseTable(Table):
    caption = "Fälle"
    number = django_tables2.Column(linkify=lambda record: reverse("case", args=[record.pk]))
    district = django_tables2.Column(order_by="district__sort_key")
    begins = DayColumn(verbose_name="begonnen")
    ends = DayColumn(verbose_name="beendet")
    providers = NumberColumn(verbose_name="Träger")

    class Meta:
        model = CaseFile
        fields = ("number", "district", "begins", "ends", "providers")


class CaseFilter(django_filters.FilterSet):
    q = SearchFilter("number", "assignments__reference__number", label="Aktenzeichen oder Fallreferenz")
    district = django_filters.ModelChoiceFilter(queryset=districts_of, label="Raum", empty_label="alle")
    state = django_filters.ChoiceFilter(
        label="Stand", empty_label="alle", method="by_state", choices=[("open", "laufend"), ("closed", "beendet")]
    )
    since = DayFilter(label="begonnen ab", field_name="begins", lookup_expr="gte")

    def by_state(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return qs.filter(ends=None) if value == "open" else qs.exclude(ends=None)


@page(CasePerm.VIEW)
def cases(request: HttpRequest) -> HttpResponse:
    rows = (
        case_policy.rows(request.actor)
        .select_related("district")
        .annotate(providers=Count("assignments", filter=Q(assignments__reference__ends=None), distinct=True))
    )
    note_read(CaseFile)
    return list_page(
        request,
        "cases/cases.html",
        rows=rows,
        table=CaseTable,
        filterset=CaseFilter,
        filename="faelle",
        can_open=case_policy.allows(request.actor, CasePerm.OPEN),
        empty_title="Keine Fälle gefunden.",
        empty_text="Hier stehen die Fälle, für die Sie zuständig sind.",
    )


@page(CasePerm.VIEW)
def case(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = case_policy.fetch(request.actor, CasePerm.VIEW, among=CaseFile.objects.select_related("district"), pk=pk)
    assignments = list(row.assignments.select_related("reference__organisation").order_by("-reference__begins"))
    return render(
        request,
        "cases/case.html",
        {
            "case": row,
            "assignments": assignments,
            "word": word(request),
            "can_assign": case_policy.holds(request.actor, CasePerm.ASSIGN, row),
            "can_close": case_policy.holds(request.actor, CasePerm.CLOSE, row),
            "summary": [
                {
                    "label": word(request),
                    "value": row.district.name,
                    "url": reverse("district", args=[row.district_id]),
                },
                {"label": "Laufzeit", "value": words.period(row.begins, row.ends)},
            ],
        },
    )


@page(CasePerm.OPEN, "GET", "POST")
def new_case(request: HttpRequest) -> HttpResponse:
    form = CaseForm(posted(request), initial={"begins": request.actor.today}, actor=request.actor, word=word(request))
    return carry_out(
        request,
        form,
        usecases.open_case,
        done="Fall eröffnet.",
        to=lambda c: reverse("case", args=[c.pk]),
        title="Fall eröffnen",
        submit="Fall eröffnen",
        cancel_url=reverse("cases"),
        crumbs=["Fälle", reverse("cases")],
    )


@page(CasePerm.ASSIGN, "GET", "POST")
def assign(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = case_policy.fetch(request.actor, CasePerm.ASSIGN, pk=pk)
    back = reverse("case", args=[pk])
    form = AssignForm(
        posted(request), initial={"begins": request.actor.today, "version": row.version}, actor=request.actor
    )
    return carry_out(
        request,
        form,
        usecases.assign_provider,
        given={"case": row},
        done="Träger einbezogen. Er bucht unter der neuen Fallreferenz.",
        to=lambda c: back,
        title="Träger einbeziehen",
        submit="Einbeziehen",
        cancel_url=back,
        crumbs=[f"Fall {row.number}", back],
        state="Der Träger erfährt nur eine Zufallsnummer, nie das Aktenzeichen.",
    )


@page(CasePerm.CLOSE, "GET", "POST")
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = case_policy.fetch(request.actor, CasePerm.CLOSE, pk=pk)
    back = reverse("case", args=[pk])
    form = CloseForm(posted(request), initial={"ends": request.actor.today, "version": row.version})
    return carry_out(
        request,
        form,
        usecases.close_case,
        given={"case": row},
        done="Fall beendet.",
        to=lambda c: back,
        title="Fall beenden",
        submit="Fall beenden",
        cancel_url=back,
        crumbs=[f"Fall {row.number}", back],
        state="Seine Fallreferenzen enden am selben Tag.",
    )
