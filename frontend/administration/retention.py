"""What goes when: the terms, what they do next, the offer to the archive, what is held up, the evidence of processing."""

from pathlib import Path
from typing import Any
from uuid import UUID

import django_filters
import django_tables2
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html

from frontend.administration.evidence import evidence
from kernel.access.actor import Actor
from kernel.documents.pdf import pdf_response, render_pdf
from kernel.keys import uuid7
from kernel.retention import usecases
from kernel.retention.access import DisposalPerm, HoldPerm, disposal_policy, hold_policy
from kernel.retention.matters import WITHIN, matter_of
from kernel.retention.models import Disposal, Hold
from kernel.retention.night import going, outlook
from kernel.retention.policy import the_policy
from kernel.web import words
from kernel.web.forms import UseCaseForm, button, carry_out, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page
from kernel.web.tables import BadgeColumn, DayColumn, Table

DOCUMENTS = Path(__file__).parents[1] / "documents"
State = Disposal.State
TONES = {
    State.RESTRICTED: "warning", State.OFFERED: "info", State.TAKEN: "success", State.REFUSED: "neutral",
    State.DELETED: "neutral",
}  # fmt: skip
WAYS = {"archive": "über das Archiv", "delete": "löschen", "anonymise": "Person entfernen", "": "nicht von selbst"}


def tabs_for(actor: Actor) -> list[dict[str, str]]:
    tabs = [("Fristen", "retention"), ("Was demnächst geht", "retention-going"), ("Archiv und Löschung", "disposals")]
    names = disposal_policy.allows(actor, DisposalPerm.NAMES)
    found = [{"label": label, "url": reverse(name)} for label, name in tabs if names or name != "retention-going"]
    return [*found, {"label": "Angehalten", "url": reverse("holds")}, {"label": "Nachweis", "url": reverse("evidence")}]


@page(DisposalPerm.VIEW)
def retention(request: HttpRequest) -> HttpResponse:
    rows = [{"row": o, "way": WAYS[o.of.way]} for o in outlook(request.actor.today)]
    return render(request, "administration/retention.html", {"tabs": tabs_for(request.actor), "rows": rows})


class GoingTable(Table):
    caption = "Was in den nächsten zwölf Monaten geht"
    label = django_tables2.Column(verbose_name="Was")
    due_on = DayColumn(verbose_name="Frist endet am")
    reason = django_tables2.Column(verbose_name="Grund der Aufbewahrung", accessor="of__reason", orderable=False)

    class Meta:
        fields = ("label", "due_on", "reason")


@page(DisposalPerm.NAMES)
def retention_going(request: HttpRequest) -> HttpResponse:
    rows: Any = list(going(request.actor.today + WITHIN))
    return list_page(
        request,
        "administration/retention_going.html",
        tabs=tabs_for(request.actor),
        rows=rows,
        table=GoingTable,
        filename="aufbewahrung",
        empty_title="In den nächsten zwölf Monaten läuft keine Frist ab.",
        empty_text="Hier steht dann mit Aktenzeichen, was eingeschränkt und gelöscht wird.",
    )


class DisposalTable(Table):
    caption = "Archiv und Löschung"
    label = django_tables2.Column(verbose_name="Was", orderable=False, empty_values=())
    rule = django_tables2.Column(verbose_name="Klasse")
    state = BadgeColumn(verbose_name="Stand", tones=TONES)
    due_on = DayColumn()
    offered_on = DayColumn()
    answered_on = DayColumn()
    deleted_on = DayColumn()

    class Meta:
        model = Disposal
        fields = ("label", "rule", "state", "due_on", "offered_on", "answered_on", "deleted_on")

    def labels(self) -> dict[UUID, str]:
        """By file number what is still there, for those who may; one query per kind of record."""
        if not hasattr(self, "known"):
            may = disposal_policy.allows(self.request.actor, DisposalPerm.NAMES)  # type: ignore[attr-defined]
            self.known: dict[UUID, str] = labels_of([row.record for row in self.shown_rows]) if may else {}
        return self.known

    def render_label(self, record: Disposal) -> Any:
        name = self.labels().get(record.pk, str(record.record))
        url = reverse("disposal", args=[record.pk])
        return format_html('<a href="{}">{}</a>', url, name)

    def value_label(self, record: Disposal) -> str:
        return self.labels().get(record.pk, str(record.record))

    def render_rule(self, value: str) -> str:
        return the_policy().classes[value].reason if value in the_policy().classes else value

    value_rule = render_rule


def labels_of(rows: list[Any]) -> dict[UUID, str]:
    """What the office knows each disposal by, as long as its record is there; one query per kind."""
    kinds: dict[tuple[str, str], dict[UUID, UUID]] = {}
    for row in rows:
        if row.state != State.DELETED:
            kinds.setdefault((row.model, row.rule), {})[row.record] = row.pk
    found: dict[UUID, str] = {}
    for (model, rule), keys in kinds.items():
        _, matter = matter_of(model, rule)
        found |= {keys[r.pk]: matter.label(r) for r in matter.model._default_manager.filter(pk__in=keys)}
    return found


class DisposalFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="Stand", empty_label="alle", choices=State.choices)


@page(DisposalPerm.VIEW)
def disposals(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "administration/disposals.html",
        tabs=tabs_for(request.actor),
        names_files=disposal_policy.allows(request.actor, DisposalPerm.NAMES),
        rows=disposal_policy.rows(request.actor).order_by("deleted_on", "due_on", "id"),
        table=DisposalTable,
        filterset=DisposalFilter,
        filename="archivliste",
        empty_title="Noch ist nichts eingeschränkt, angeboten oder gelöscht.",
        empty_text="Läuft eine Frist ab, steht es hier: erst eingeschränkt, dann dem Archiv angeboten, dann gelöscht.",
    )


@page(DisposalPerm.NAMES)
def offer_pdf(request: HttpRequest) -> HttpResponse:
    """The list that goes to the archive."""
    rows = list(disposal_policy.rows(request.actor).filter(state=State.OFFERED).order_by("offered_on", "id"))
    labels, day = labels_of(rows), request.actor.today
    data = {
        "title": "Anbietung an das Archiv",
        "office": f"{request.place.name} (Jugendamt)",
        "state": "",
        "printed": f"Stand {words.day_text(day)}",
        "rows": [
            [
                labels.get(r.pk, str(r.record)),
                the_policy().classes[r.rule].reason,
                words.day(r.due_on),
                words.day(r.offered_on),
            ]
            for r in rows
        ],
    }
    return pdf_response(render_pdf(DOCUMENTS / "archive.typ", data), "archivliste.pdf")


@page(DisposalPerm.VIEW)
def disposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = disposal_policy.fetch(actor, DisposalPerm.VIEW, pk=pk)
    names = disposal_policy.allows(actor, DisposalPerm.NAMES)
    of = the_policy().classes.get(row.rule)
    return render(
        request,
        "administration/disposal.html",
        {
            "disposal": row,
            "label": labels_of([row]).get(row.pk, str(row.record)) if names else str(row.record),
            "tone": TONES[State(row.state)],
            "can_answer": row.state == State.OFFERED and disposal_policy.holds(actor, DisposalPerm.ANSWER, row),
            "can_hold": row.state != State.DELETED and hold_policy.allows(actor, HoldPerm.PLACE),
            "taken": button(row) | {"taken": "yes"},
            "refused": button(row) | {"taken": "no"},
            "summary": [
                {"label": "Klasse", "value": of.reason if of else row.rule},
                {"label": "Frist", "value": of.term if of else ""},
                {"label": "Frist endet am", "value": words.day(row.due_on)},
                {"label": "Eingeschränkt am", "value": words.day(row.restricted_on)},
                {"label": "Dem Archiv angeboten am", "value": words.day(row.offered_on)},
                {"label": "Gelöscht am", "value": words.day(row.deleted_on)},
                *([{"label": "Gelöschte Zeilen", "value": words.number(row.rows)}] if row.deleted_on else []),
            ],
        },
    )


@page(DisposalPerm.ANSWER, "POST")
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = disposal_policy.fetch(request.actor, DisposalPerm.ANSWER, pk=pk)
    return press(
        request,
        usecases.answer_offer,
        disposal=row,
        taken=request.POST.get("taken") == "yes",
        done="Antwort des Archivs eingetragen.",
        to=lambda d: reverse("disposals"),
    )


class HoldForm(UseCaseForm):
    reason = forms.CharField(
        label="Grund", max_length=300, help_text="Ohne Angaben über Menschen, zum Beispiel „Klage“."
    )


@page(HoldPerm.PLACE, "GET", "POST")
def hold(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = disposal_policy.fetch(request.actor, DisposalPerm.VIEW, pk=pk)
    back = reverse("disposal", args=[pk])
    return carry_out(
        request,
        HoldForm(posted(request), initial={"submission": uuid7()}),
        usecases.place_hold,
        given={"disposal": row},
        done="Angehalten. Es ist wieder sichtbar.",
        to=lambda h: reverse("holds"),
        title="Löschung anhalten",
        submit="Anhalten",
        cancel_url=back,
        crumbs=["Archiv und Löschung", reverse("disposals")],
        state="Zum Beispiel wegen einer Klage. Es bleibt, bis die Leitung es wieder freigibt.",
    )


class HoldTable(Table):
    caption = "Angehaltene Löschungen"
    reason = django_tables2.Column(linkify=lambda record: reverse("hold", args=[record.pk]))
    begins = DayColumn()
    ends = DayColumn()

    class Meta:
        model = Hold
        fields = ("reason", "begins", "ends")


@page(HoldPerm.VIEW)
def holds(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "administration/retention_going.html",
        tabs=tabs_for(request.actor),
        rows=hold_policy.rows(request.actor),
        table=HoldTable,
        filename="angehalten",
        empty_title="Nichts ist angehalten.",
        empty_text="Eine Löschung halten Sie auf der Seite des Eintrags unter „Archiv und Löschung“ an.",
    )


@page(HoldPerm.VIEW)
def one_hold(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = hold_policy.fetch(request.actor, HoldPerm.VIEW, pk=pk)
    can_lift = row.ends is None and hold_policy.holds(request.actor, HoldPerm.PLACE, row)
    return render(request, "administration/hold.html", {"hold": row, "can_lift": can_lift, "button": button(row)})


@page(HoldPerm.PLACE, "POST")
def lift(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = hold_policy.fetch(request.actor, HoldPerm.PLACE, pk=pk)
    return press(request, usecases.lift_hold, hold=row, done="Wieder freigegeben.", to=lambda h: reverse("holds"))


@page(DisposalPerm.VIEW)
def evidence_page(request: HttpRequest) -> HttpResponse:
    data = evidence(request.place, request.actor.today)
    return render(request, "administration/evidence.html", {"tabs": tabs_for(request.actor), "evidence": data})


@page(DisposalPerm.VIEW)
def evidence_pdf(request: HttpRequest) -> HttpResponse:
    data = evidence(request.place, request.actor.today)
    return pdf_response(render_pdf(DOCUMENTS / "evidence.typ", data), "auftragsverarbeitung.pdf")
