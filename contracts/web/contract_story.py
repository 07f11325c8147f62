"""A contract in words: what it is, how it stands, what comes next, what happened."""

from datetime import date
from typing import Any

from django.urls import reverse

from contracts.models import Agreement, Contract, Negotiation, Party, Selection
from contracts.policy import contract_policy
from contracts.queries.changes import dates_in_words
from contracts.usecases.contract_rules import KINDS, Kind
from contracts.usecases.negotiation import may_apply_from
from kernel.access.actor import Actor
from kernel.web import words

State = Contract.State
Regime = Contract.Regime


def address(contract: Contract) -> str:
    return reverse("contract", args=[contract.pk])


def summary(row: Contract, actor: Actor) -> list[dict[str, Any]]:
    version = row.relation != Contract.Relation.FIRST
    seen = contract_policy.rows(actor).filter(pk=row.previous_id) if row.previous_id and not version else None
    followed = seen.first() if seen is not None else None
    return [
        {"label": "Rechtsgrundlage", "value": row.get_regime_display()},
        {"label": "Hilfefeld", "value": row.get_field_of_help_display()},
        {"label": "Laufzeit", "value": words.period(row.begins, row.ends) if row.begins else "noch offen"},
        *([{"label": "Fassung", "value": row.get_relation_display(), "note": row.change_note}] if version else []),
        *([{"label": "Löst ab", "value": str(followed), "url": address(followed)}] if followed else []),
        *([{"label": "Bemerkung", "value": row.remark}] if row.remark else []),
    ]


def terms(row: Contract) -> list[dict[str, Any]]:
    """What is agreed about money and time."""
    residential = row.regime == Regime.RESIDENTIAL
    surplus = "kein Ausgleich (§ 78d Abs. 1)" if residential else row.get_surplus_rule_display()
    if row.surplus_percent:
        surplus += f", {words.percent(row.surplus_percent, 2)} für den Träger"
    found = [
        ("Abschläge", row.get_schedule_display(), dates_in_words(row) if row.own_dates else ""),
        ("Überschuss", surplus, ""),
        ("Kündigungsfrist", months(row.notice_months) if row.notice_months else "keine vereinbart", ""),
    ]
    if row.direct_percent:
        found.append(("Direkte Kontakte", f"mindestens {words.percent(row.direct_percent, 2)}", ""))
    if row.corridor_percent:
        found.append(("Korridor", f"± {words.percent(row.corridor_percent, 2)}", ""))
    if row.low_threshold:
        found.append(("Ohne vorherige Entscheidung", "vereinbart (§ 36a Abs. 2 SGB VIII)", ""))
    return [{"label": label, "value": value, "note": note} for label, value, note in found]


def agreements(row: Contract) -> list[Agreement]:
    """In the order in which the law names them, then by time."""
    order = KINDS[Regime(row.regime)]
    return sorted(row.agreements.all(), key=lambda a: (order.index(Kind(a.kind)), a.begins))


def months(count: int) -> str:
    return f"{count} {'Monat' if count == 1 else 'Monate'}"


def state_sentence(row: Contract, parties: list[Party], day: date) -> str:
    """What the contract waits for, or since or until when it holds, in one sentence beside its state."""
    state = row.state_on(day)
    if state == State.DRAFT:
        return "Die Träger sehen ihn erst, wenn die Verhandlung beginnt."
    if state == State.NEGOTIATION:
        return "Als Nächstes folgt der Beschluss."
    if state == State.DECIDED and row.state == State.DECIDED:
        missing = sum(p.signatories - len(p.signatures.all()) for p in parties)
        return f"Es {'fehlt noch eine Unterschrift' if missing == 1 else f'fehlen noch {missing} Unterschriften'}."
    if state == State.SIGNED:
        return (
            f"Er kann ab dem {words.day_text(row.begins)} in Kraft treten."
            if row.begins
            else "Er kann in Kraft treten."
        )
    if state == State.IN_FORCE:
        return _in_force(row)
    if row.last_day:
        return f"Bis {words.day_text(row.last_day)}."
    return ""


def _in_force(row: Contract) -> str:
    since = f"Seit {words.day_text(row.in_force_since)}"
    if row.terminates_on:
        return f"{since}, gekündigt zum {words.day_text(row.terminates_on)}."
    return f"{since}, endet am {words.day_text(row.ends)}." if row.ends else f"{since}, ohne vereinbartes Ende."


def notices(row: Contract, actor: Actor) -> list[dict[str, str]]:
    """What one must know before going on; as components/message.html shows it."""
    found = []
    if row.terminates_on:
        by = str(row.notice_by or "Jugendamt")
        found.append(
            (
                "warning",
                f"Gekündigt am {words.day_text(row.notice_on)} zum {words.day_text(row.terminates_on)} ({by}): "
                f"{row.termination_reason}",
            )
        )
    first = may_apply_from(row)
    if row.state == State.NEGOTIATION and first:
        found.append(("info", _schiedsstelle(row, first, actor.today)))
    if row.regime == Regime.RESIDENTIAL and row.state_on(actor.today) == State.EXPIRED:
        found.append(
            ("info", "Die vereinbarten Entgelte gelten weiter, bis neue in Kraft sind (§ 78d Abs. 4 SGB VIII).")
        )
    return [{"tone": tone, "title": "", "text": text, "url": "", "action": ""} for tone, text in found]


def _schiedsstelle(row: Contract, first: date, today: date) -> str:
    if row.arbitration_applied_on:
        return f"Die Schiedsstelle ist seit dem {words.day_text(row.arbitration_applied_on)} angerufen."
    if first <= today:
        return (
            f"Seit der Aufforderung vom {words.day_text(row.negotiation_requested_on)} sind sechs Wochen vergangen: "
            "Jede Seite kann die Schiedsstelle anrufen (§ 78g Abs. 2 SGB VIII)."
        )
    return f"Ohne Einigung kann jede Seite ab dem {words.day_text(first)} die Schiedsstelle anrufen (§ 78g Abs. 2 SGB VIII)."


def steps(
    row: Contract, parties: list[Party], selection: Selection | None, actor: Actor, can_edit: bool
) -> list[dict[str, str]]:
    """The way to a contract in force as a task list (R4, R5, R7, R9)."""
    order: list[str] = [*Contract.BEFORE_FORCE, State.IN_FORCE]
    reached = order.index(row.state) if row.state in order else len(order)
    providers = [p for p in parties if p.organisation_id]
    checked = len(Contract.CHECKLIST) - len(row.missing_agreements())
    agreed = {a.kind for a in row.agreements.all()}

    def step(label: str, done: bool, possible: bool, name: str, text: str = "") -> dict[str, str]:
        state = "done" if done else "open" if possible else "blocked"
        url = reverse(name, args=[row.pk]) if name and can_edit and possible and not done else ""
        return {"label": label, "state": state, "text": text, "url": url}

    selects = row.relation == Contract.Relation.FIRST and (selection or row.regime != Regime.RESIDENTIAL)
    kinds = KINDS[Regime(row.regime)]
    return [
        *([_selection_step(step, selection, reached)] if selects and can_edit else []),
        step(
            "Vertragsparteien",
            bool(providers) and reached > 0,
            reached == 0,
            "party-new",
            f"{len(providers)} Träger" if providers else "Noch kein Träger",
        ),
        step("Verhandlung", reached > 1, reached == 1, "round-new", ""),
        step(
            "Vereinbarungen",
            set(kinds) <= agreed or (row.regime == Regime.AMBULANT and reached > 1),
            reached < 2,
            "agreement-new",
            "Nicht einzeln festgehalten"
            if reached > 1 and not agreed
            else f"{len(agreed & set(kinds))} von {len(kinds)} Arten vereinbart",
        ),
        step(
            "Prüfliste nach SGB VIII",
            checked == len(Contract.CHECKLIST),
            reached < 3,
            "contract-checklist",
            f"{checked} von {len(Contract.CHECKLIST)} vereinbart",
        ),
        step("Beschluss", reached > 1, reached == 1, "contract-decide", decision_text(row)),
        step("Unterschriften", reached > 2, reached == 2, "", ""),
        step("In Kraft", reached > 3, reached == 3, "contract-in-force", ""),
    ]


def _selection_step(step: Any, selection: Selection | None, reached: int) -> dict[str, str]:
    decided = bool(selection and selection.decided_on)
    name = "contract-selection" if selection is None else "selection-decide"
    text = "Noch nicht dokumentiert" if selection is None else selection.get_procedure_display()
    found: dict[str, str] = step("Auswahl der Träger", decided, reached < 2, name, text)
    return found


def decision_text(row: Contract) -> str:
    if row.decided_on:
        return f"{row.decision_body}, {words.day(row.decided_on)}" + (
            f", {row.decision_reference}" if row.decision_reference else ""
        )
    return f"Kein Beschluss nötig: {row.no_decision_reason}" if row.no_decision_reason else ""


def history(
    row: Contract, parties: list[Party], negotiations: list[Negotiation], selection: Selection | None, today: date
) -> list[dict[str, Any]]:
    """What happened and will happen, by day."""
    events: list[tuple[date | None, str, str]] = [
        (row.negotiation_requested_on, "Zu Verhandlungen aufgefordert", ""),
        (row.arbitration_applied_on, "Schiedsstelle angerufen", ""),
        (row.decided_on, "Beschlossen", row.decision_body),
        (row.in_force_since, "In Kraft getreten", ""),
        (row.begins if row.in_force_since is None else None, "Soll beginnen", ""),
        (row.notice_on, "Gekündigt", str(row.notice_by or "Jugendamt")),
        (row.terminates_on, "Ende durch Kündigung", ""),
        (row.in_force_until if row.state == State.SUPERSEDED else None, "Letzter Tag dieser Fassung", ""),
        (row.ends, "Vereinbartes Ende", ""),
    ]
    if selection:
        events += [
            (selection.announced_on, "Auswahlverfahren bekannt gemacht", selection.get_procedure_display()),
            (selection.closes_on, "Ende der Bewerbungsfrist", ""),
            (selection.decided_on, "Auswahl entschieden", ""),
        ]
    events += [(n.held_on, "Verhandlung", n.topic) for n in negotiations]
    for party in parties:
        name = f"Unterzeichnet: {party.organisation or 'Jugendamt'}"
        events += [(s.signed_on, name, s.function) for s in party.signatures.all()]
    dated = [(day, text, by) for day, text, by in events if day]
    return [
        {"date": day, "text": text, "by": by, "url": "", "future": day > today}
        for day, text, by in sorted(dated, key=lambda e: e[0])
    ]
