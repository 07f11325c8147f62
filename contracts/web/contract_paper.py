"""A contract as a paper: plain data for documents/contract.typ, as the actor may see it."""

from itertools import pairwise
from pathlib import Path
from typing import Any

from contracts.models import Contract, Party
from contracts.queries.changes import changes
from contracts.queries.contract import file_key, parties_of, versions_of
from contracts.queries.territory import roles_for
from contracts.web import contract_story as story
from contracts.web.words import kind_word
from kernel.access.actor import Actor
from kernel.documents.pdf import render_pdf
from kernel.web import words

TEMPLATE = Path(__file__).parent.parent / "documents" / "contract.typ"


def contract_paper(actor: Actor, row: Contract, office: str) -> bytes:
    """The PDF of one version, with the roles and versions of its file."""
    parties = list(parties_of(row))
    return render_pdf(TEMPLATE, _data(actor, row, parties, office))


def _data(actor: Actor, row: Contract, parties: list[Party], office: str) -> dict[str, Any]:
    versions = versions_of(actor, row)
    state = row.state_on(actor.today)
    roles = roles_for(actor).filter(contract=file_key(row)).order_by("district__sort_key", "begins", "id")
    pairs = [(before, after) for before, after in pairwise(versions) if changes(before, after)]
    return {
        "title": f"{row.subject} ({row.number})",
        "office": f"{office} (Jugendamt)",
        "state": f"{state.label[0].upper()}{state.label[1:]}. {story.state_sentence(row, parties, actor.today)}",
        "printed": f"Stand {words.day(actor.today)}",
        "summary": [_entry(e) for e in story.summary(row, actor)],
        "parties": [
            [p.organisation.name if p.organisation else f"{office} (Jugendamt)", _signatures(p)] for p in parties
        ],
        "terms": [_entry(e) for e in story.terms(row)],
        "agreements": [
            [a.summary, a.get_kind_display(), words.period(a.begins, a.ends)] for a in story.agreements(row)
        ],
        "checklist": [
            [str(field.verbose_name), "ja" if getattr(row, field.name) else "noch nicht"]
            for field in Contract._meta.fields
            if field.name in Contract.CHECKLIST
        ],
        "decision": story.decision_text(row),
        "roles": [
            [str(r.district), str(r.organisation), kind_word(r.kind, actor), words.period(r.begins, r.ends)]
            for r in roles
        ],
        "versions": [
            [f"{v.number}, {v.get_relation_display()}", _period(v), v.state_on(actor.today).label] for v in versions
        ],
        "changes": [{"number": after.number, "changes": changes(before, after)} for before, after in pairs],
    }


def _entry(entry: dict[str, Any]) -> dict[str, str]:
    note = f" ({entry['note']})" if entry.get("note") else ""
    return {"label": entry["label"], "value": f"{entry['value']}{note}"}


def _period(version: Contract) -> str:
    first = version.in_force_since or version.begins
    return words.period(first, version.last_day) if first else "noch offen"


def _signatures(party: Party) -> str:
    signed = [f"{s.function}, {words.day(s.signed_on)}" for s in party.signatures.all()]
    missing = party.signatories - len(signed)
    return "; ".join([*signed, *([f"{missing} offen"] if missing > 0 else [])])
