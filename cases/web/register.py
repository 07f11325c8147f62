"""Pages of the register of cases: list, search, open, change, end, bring in a provider."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.models import CaseFile, CasePerson
from cases.policy import CasePerm, case_policy
from cases.policy.file import EmergencyPerm, RulesPerm, emergency_policy, rules_policy
from cases.queries import cases as queries
from cases.usecases import register as usecases
from cases.web.forms.register import FAMILY, AssignForm, CaseForm, CloseForm, NewCaseForm, PersonRows, SearchForm
from cases.web.tables.register import CaseFilter, CaseTable
from cases.web.tabs import case_tabs
from contracts.web.territory import word
from kernel.audit.reads import note_read
from kernel.web.forms import button, carry_out, form_page, initial_of, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page


def address(case: CaseFile) -> str:
    return reverse("case", args=[case.pk])


def crumbs(case: CaseFile) -> list[str]:
    return [f"Fall {case.number}", address(case)]


@page(CasePerm.VIEW)
def cases(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    note_read(CaseFile)
    can_open = case_policy.allows(actor, CasePerm.OPEN)
    return list_page(
        request,
        "cases/cases.html",
        tabs=case_tabs(actor),
        rows=queries.cases_for(actor).order_by(F("ends").desc(nulls_first=True), "-begins", "-number"),
        table=CaseTable,
        filterset=CaseFilter,
        filename="faelle",
        can_open=can_open,
        can_emergency=emergency_policy.allows(actor, EmergencyPerm.OPEN),
        can_rules=rules_policy.allows(actor, RulesPerm.CHANGE),
        empty_title="Keine Fälle gefunden.",
        empty_text="Hier stehen die Fälle, für die Sie zuständig sind oder eine Vertretung haben.",
        empty_action={"url": reverse("case-new"), "label": "Fall eröffnen"} if can_open else None,
    )


@page(CasePerm.VIEW, "GET", "POST")
def search(request: HttpRequest) -> HttpResponse:
    """Sent in the body: a name never stands in an address, a log or a browser's history."""
    form = SearchForm(posted(request))
    hits: list[Any] = []
    if form.is_valid():
        hits = queries.found(request.actor, **form.cleaned_data)
        note_read(CaseFile)
        note_read(CasePerson)
    context = {
        "form": form,
        "sent": form.is_bound and not form.errors,
        "more": len(hits) > queries.MOST,
        "hits": [(case, queries.family_name(case.persons.all())) for case in hits[: queries.MOST]],
        "tabs": case_tabs(request.actor),
    }
    return render(request, "cases/search.html", context, status=422 if form.is_bound and form.errors else 200)


@page(CasePerm.OPEN, "GET", "POST")
def new_case(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    form = NewCaseForm(
        posted(request), initial={"begins": actor.today, "worker": actor.person}, actor=actor, word=word(request)
    )
    rows: Any = PersonRows(posted(request), prefix="person", initial=FAMILY)
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        if case := form.run(usecases.open_case, actor=actor, persons=rows.persons()):
            messages.success(request, "Fall eröffnet.")
            return redirect(address(case))
    elif request.method == "POST" and not form.errors:
        form.add_error(None, "In den Angaben zur Familie unten stimmt etwas noch nicht.")
    return form_page(
        request,
        form,
        formset=rows,
        formset_title="Familie",
        row_label="Person",
        title="Fall eröffnen",
        submit="Fall eröffnen",
        cancel_url=reverse("cases"),
        crumbs=["Fälle", reverse("cases")],
        state="Was Sie noch nicht wissen, bleibt leer. Zeilen ohne Namen zählen nicht, die Kürzel vergibt der Dienst.",
    )


@page(CasePerm.WORK, "GET", "POST")
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = case_policy.fetch(request.actor, CasePerm.WORK, pk=pk)
    return carry_out(
        request,
        CaseForm(posted(request), initial=initial_of(CaseForm, row), actor=request.actor, word=word(request)),
        usecases.change_case,
        given={"case": row},
        done="Gespeichert.",
        to=address,
        title="Angaben zum Fall ändern",
        submit="Speichern",
        cancel_url=address(row),
        crumbs=crumbs(row),
    )


@page(CasePerm.ASSIGN, "GET", "POST")
def assign(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = case_policy.fetch(request.actor, CasePerm.ASSIGN, pk=pk)
    form = AssignForm(
        posted(request), initial={"begins": request.actor.today, "version": row.version}, actor=request.actor
    )
    return carry_out(
        request,
        form,
        usecases.assign_provider,
        given={"case": row},
        done="Träger einbezogen. Er bucht unter der neuen Fallreferenz.",
        to=address,
        title="Träger einbeziehen",
        submit="Einbeziehen",
        cancel_url=address(row),
        crumbs=crumbs(row),
        state="Der Träger erfährt nur eine Zufallsnummer, nie das Aktenzeichen.",
    )


@page(CasePerm.CLOSE, "GET", "POST")
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = case_policy.fetch(request.actor, CasePerm.CLOSE, pk=pk)
    return carry_out(
        request,
        CloseForm(posted(request), initial={"ends": request.actor.today, "version": row.version}),
        usecases.close_case,
        given={"case": row},
        done="Fall beendet.",
        to=address,
        title="Fall beenden",
        submit="Fall beenden",
        cancel_url=address(row),
        crumbs=crumbs(row),
        state="Phase und Fallreferenzen enden am selben Tag.",
    )


@page(CasePerm.CLOSE, "POST")
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = case_policy.fetch(request.actor, CasePerm.CLOSE, pk=pk)
    return press(request, usecases.reopen_case, case=row, done="Der Fall läuft wieder.", to=address)


def reopening(case: CaseFile) -> dict[str, Any]:
    """The button that takes an end back."""
    return {"url": reverse("case-reopen", args=[case.pk]), "fields": button(case)}
