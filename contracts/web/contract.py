"""Pages of a framework contract, from draft to in force."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from contracts import queries
from contracts.models import Contract, Party
from contracts.policy import ContractPerm, LinePerm, contract_policy, line_policy
from contracts.usecases import conclusion
from contracts.usecases import contract as cases
from contracts.web import tables
from contracts.web.forms import ChecklistForm, ContractForm, DecisionForm, InForceForm, PartyForm, SignatureForm
from contracts.web.navigation import money_tabs
from contracts.web.territory import role_rows, since
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.forms import button, carry_out, initial_of, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page
from kernel.web.timeline import build_timeline

State = Contract.State


def address(contract: Contract) -> str:
    return reverse("contract", args=[contract.pk])


@page(ContractPerm.VIEW)
def contracts(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "contracts/contracts.html",
        tabs=money_tabs(request.actor),
        rows=queries.contracts_for(request.actor),
        table=tables.ContractTable,
        filterset=tables.ContractFilter,
        filename="vertraege",
        can_edit=contract_policy.allows(request.actor, ContractPerm.EDIT),
        empty_title="Keine Verträge gefunden.",
        empty_text="Ändern Sie die Filter oder legen Sie einen Entwurf an.",
    )


@page(ContractPerm.VIEW)
def contract(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = contract_policy.fetch(actor, ContractPerm.VIEW, pk=pk)
    parties = list(queries.parties_of(row))
    roles = list(queries.roles_for(actor).filter(contract=row))
    lines = list(queries.lines_for(actor).filter(contract=row)) if line_policy.allows(actor, LinePerm.VIEW) else []
    can_edit = contract_policy.holds(actor, ContractPerm.EDIT, row)
    return render(
        request,
        "contracts/contract.html",
        {
            "contract": row,
            "parties": parties,
            "roles": roles,
            "lines": lines,
            "can_edit": can_edit,
            "tone": tables.CONTRACT_TONES[row.state],
            "state_sentence": state_sentence(row, parties),
            "steps": steps(row, parties, actor, can_edit),
            "button": button(row),
            "can_edit_lines": line_policy.allows(actor, LinePerm.EDIT),
            "timeline": build_timeline(
                "Rollen aus diesem Vertrag",
                role_rows(roles, actor, by="district", text="organisation"),
                today=actor.today,
                start=since(roles, actor.today),
            )
            if roles
            else None,
            "summary": summary(row),
            "history": history(row, parties),
        },
    )


def summary(row: Contract) -> list[dict[str, Any]]:
    return [
        {"label": "Rechtsgrundlage", "value": row.get_regime_display()},
        {"label": "Hilfefeld", "value": row.get_field_of_help_display()},
        {"label": "Laufzeit", "value": words.period(row.begins, row.ends) if row.begins else "noch offen"},
        {"label": "Abschläge", "value": row.get_schedule_display()},
        *([{"label": "Löst ab", "value": str(row.previous), "url": address(row.previous)}] if row.previous else []),
        *([{"label": "Bemerkung", "value": row.remark}] if row.remark else []),
    ]


def state_sentence(row: Contract, parties: list[Party]) -> str:
    """What the contract waits for, in one sentence beside its state."""
    if row.state == State.DRAFT:
        return "Die Träger sehen ihn erst, wenn die Verhandlung beginnt."
    if row.state == State.NEGOTIATION:
        return "Als Nächstes folgt der Beschluss."
    if row.state == State.DECIDED:
        missing = sum(p.signatories - len(p.signatures.all()) for p in parties)
        return f"Es {'fehlt noch eine Unterschrift' if missing == 1 else f'fehlen noch {missing} Unterschriften'}."
    if row.state == State.SIGNED:
        return "Er kann in Kraft treten."
    if row.state == State.IN_FORCE:
        return f"Seit {words.day_text(row.in_force_since)}" + (
            f", endet am {words.day_text(row.ends)}." if row.ends else ", ohne vereinbartes Ende."
        )
    return ""


def steps(row: Contract, parties: list[Party], actor: Actor, can_edit: bool) -> list[dict[str, str]]:
    """The way to a contract in force as a task list (R4, R9)."""
    order: list[str] = [State.DRAFT, State.NEGOTIATION, State.DECIDED, State.SIGNED, State.IN_FORCE]
    reached = order.index(row.state) if row.state in order else len(order)
    providers = [p for p in parties if p.organisation_id]
    checked = len(Contract.CHECKLIST) - len(row.missing_agreements())

    def step(label: str, done: bool, possible: bool, url: str, text: str = "") -> dict[str, str]:
        state = "done" if done else "open" if possible else "blocked"
        return {"label": label, "state": state, "text": text, "url": url if can_edit and possible and not done else ""}

    def link(name: str) -> str:
        return reverse(name, args=[row.pk])

    return [
        step(
            "Vertragsparteien",
            bool(providers) and reached > 0,
            reached == 0,
            link("party-new"),
            f"{len(providers)} Träger" if providers else "Noch kein Träger",
        ),
        step("Verhandlung", reached > 1, reached == 1, "", ""),
        step(
            "Prüfliste nach SGB VIII",
            checked == len(Contract.CHECKLIST),
            reached < 3,
            link("contract-checklist"),
            f"{checked} von {len(Contract.CHECKLIST)} vereinbart",
        ),
        step("Beschluss", reached > 1, reached == 1, link("contract-decide"), decision_text(row)),
        step("Unterschriften", reached > 2, reached == 2, "", ""),
        step("In Kraft", reached > 3, reached == 3, link("contract-in-force"), ""),
    ]


def decision_text(row: Contract) -> str:
    if row.decided_on:
        return f"{row.decision_body}, {words.day(row.decided_on)}" + (
            f", {row.decision_reference}" if row.decision_reference else ""
        )
    return f"Kein Beschluss nötig: {row.no_decision_reason}" if row.no_decision_reason else ""


def history(row: Contract, parties: list[Party]) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    if row.decided_on:
        events.append({"date": row.decided_on, "text": "Beschlossen", "by": row.decision_body})
    for party in parties:
        events += [
            {"date": s.signed_on, "text": f"Unterzeichnet: {party.organisation or 'Jugendamt'}", "by": s.function}
            for s in party.signatures.all()
        ]
    if row.in_force_since:
        events.append({"date": row.in_force_since, "text": "In Kraft getreten"})
    if row.ends:
        events.append({"date": row.ends, "text": "Vereinbartes Ende"})
    return sorted(events, key=lambda e: e["date"])


@page(ContractPerm.EDIT, "GET", "POST")
def new_contract(request: HttpRequest) -> HttpResponse:
    return carry_out(
        request,
        ContractForm(posted(request), actor=request.actor),
        cases.create_contract,
        done="Entwurf angelegt.",
        to=address,
        title="Vertrag entwerfen",
        submit="Entwurf anlegen",
        cancel_url=reverse("contracts"),
        crumbs=["Verträge", reverse("contracts")],
    )


def _edit(request: HttpRequest, pk: UUID, permission: ContractPerm = ContractPerm.EDIT) -> Contract:
    return contract_policy.fetch(request.actor, permission, pk=pk)  # type: ignore[attr-defined]


def _step(
    request: HttpRequest, row: Contract, form: Any, use_case: Any, *, title: str, submit: str, done: str, **page: Any
) -> HttpResponse:
    given = {"contract": row} | page.pop("given", {})
    return carry_out(
        request,
        form,
        use_case,
        given=given,
        done=done,
        to=address,
        title=title,
        submit=submit,
        cancel_url=address(row),
        crumbs=[row.number, address(row)],
        **page,
    )


@page(ContractPerm.EDIT, "GET", "POST")
def change_contract(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _edit(request, pk)
    form = ContractForm(posted(request), initial=initial_of(ContractForm, row), actor=request.actor)
    return _step(
        request, row, form, cases.change_contract, title="Vertrag ändern", submit="Speichern", done="Gespeichert."
    )


@page(ContractPerm.EDIT, "GET", "POST")
def new_party(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _edit(request, pk)
    form = PartyForm(posted(request), initial={"version": row.version}, actor=request.actor)
    return _step(
        request,
        row,
        form,
        cases.add_party,
        title="Träger als Vertragspartei aufnehmen",
        submit="Aufnehmen",
        done="Vertragspartei aufgenommen.",
    )


@page(ContractPerm.EDIT, "POST")
def drop_party(request: HttpRequest, pk: UUID, organisation: str) -> HttpResponse:
    row = _edit(request, pk)
    party = get_object_or_404(Party.objects.select_related("organisation"), contract=row, organisation=organisation)
    return press(
        request,
        cases.remove_party,
        contract=row,
        organisation=party.organisation,
        done="Vertragspartei entfernt.",
        to=address,
    )


@page(ContractPerm.EDIT, "POST")
def negotiate(request: HttpRequest, pk: UUID) -> HttpResponse:
    return press(
        request,
        cases.begin_negotiation,
        contract=_edit(request, pk),
        done="Die Verhandlung hat begonnen. Die Träger sehen den Vertrag jetzt.",
        to=address,
    )


@page(ContractPerm.EDIT, "GET", "POST")
def checklist(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _edit(request, pk)
    form = ChecklistForm(posted(request), initial=initial_of(ChecklistForm, row))
    return _step(
        request,
        row,
        form,
        cases.confirm_checklist,
        title="Prüfliste",
        submit="Speichern",
        done="Prüfliste gespeichert.",
        state="Das muss vereinbart sein, bevor jemand unterzeichnet.",
    )


@page(ContractPerm.DECIDE, "GET", "POST")
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _edit(request, pk, ContractPerm.DECIDE)
    form = DecisionForm(posted(request), initial={"version": row.version})
    return _step(
        request,
        row,
        form,
        conclusion.record_decision,
        title="Beschluss eintragen",
        submit="Beschluss eintragen",
        done="Beschluss eingetragen.",
    )


@page(ContractPerm.SIGN, "GET", "POST")
def sign_for(request: HttpRequest, pk: UUID, party: UUID) -> HttpResponse:
    row = _edit(request, pk, ContractPerm.SIGN)
    signing = queries.parties_of(row).filter(pk=party).first()
    if signing is None:
        raise Http404
    name = signing.organisation or "das Jugendamt"
    form = SignatureForm(posted(request), initial={"version": row.version})
    return _step(
        request,
        row,
        form,
        conclusion.sign,
        given={"party": signing},
        title=f"Unterschrift für {name}",
        submit="Unterschrift eintragen",
        done="Unterschrift eingetragen.",
        state="Mit der letzten Unterschrift ist der Vertrag unterzeichnet.",
    )


@page(ContractPerm.PUT_IN_FORCE, "GET", "POST")
def into_force(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _edit(request, pk, ContractPerm.PUT_IN_FORCE)
    form = InForceForm(posted(request), initial={"version": row.version})
    if row.begins:
        del form.fields["begins"]
    return _step(
        request,
        row,
        form,
        conclusion.put_in_force,
        title="Vertrag in Kraft setzen",
        submit="Vertrag in Kraft setzen",
        done="Der Vertrag ist in Kraft.",
        state=f"Er beginnt am {words.day_text(row.begins)} und ist danach nicht mehr zu ändern."
        if row.begins
        else "Danach ist er nicht mehr zu ändern.",
    )
