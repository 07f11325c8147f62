"""A proof of use as a document: the same for the provider and the office."""

from typing import Any

from contracts.queries.settlement import settlement_text
from kernel.access.actor import Actor
from kernel.web import words


def document_of(
    proof: Any,
    actor: Actor,
    *,
    office: str,
    summary: list[dict[str, Any]],
    figures: list[dict[str, Any]],
    sums: dict[str, Any],
    findings: list[dict[str, str]],
    shown: bool,
) -> dict[str, Any]:
    """Plain data for the template, every number as a German reads it."""
    return {
        "title": f"Verwendungsnachweis {proof.year}",
        "office": f"{office} (Jugendamt)",
        "state": f"{proof.organisation.name}: {proof.get_state_display()}",
        "printed": f"Stand {words.day_text(actor.today)}",
        "summary": [{"label": e["label"], "value": str(e["value"])} for e in summary],
        "hours": [_hours(f["label"], f) for f in figures],
        "hours_sum": _hours("Summe", sums) if figures else [],
        "money": [_money(f["label"], f) for f in figures],
        "money_sum": _money("Summe", sums) if figures else [],
        "remarks": [f"{f['label']}: {f['remark']}" for f in figures if f["remark"]],
        "report": proof.report if shown else "",
        "findings": [f["text"] for f in findings],
        "queries": [
            {"question": q.question, "answer": q.answer or "noch nicht beantwortet", "day": words.day(q.asked_on)}
            for q in proof.queries.all()
        ],
        "decision": proof.decision_reason,
        "settlement": settlement_text(proof, proof.paid) if proof.decided_at else "",
    }


def _hours(label: str, row: dict[str, Any]) -> list[str]:
    names = ("ledger_minutes", "ledger_direct", "minutes", "group_minutes")
    return [label, *(words.hours(row[name]) for name in names)]


def _money(label: str, row: dict[str, Any]) -> list[str]:
    names = ("ledger_paid", "staff_cost", "material_cost", "overhead_cost", "costs", "left")
    return [label, *(words.number(row[name], 2) for name in names)]
