"""What a person is told about the own data (Art. 15 DSGVO): stored what, why, from whom, for whom, for how long.

Left out: what others confided (§ 65), what concerns other persons alone, and whether there is a process under § 8a.
"""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from cases.models import CaseNote, CasePerson, PersonRequest
from cases.policy.file import note_policy
from cases.policy.inspection import request_policy
from cases.queries.readers import readings
from cases.retention import files
from kernel.access.actor import Actor
from kernel.retention.policy import the_policy
from kernel.web import words

COLUMNS = (
    "role", "given_name", "family_name", "birth_date", "sex", "address", "phone", "email", "remark", "custodial", "capable",
    "living", "foreign_origin", "german_at_home",
)  # fmt: skip


def requests_of(actor: Actor, person: CasePerson) -> QuerySet[PersonRequest]:
    return request_policy.rows(actor).filter(person=person)


def open_requests(actor: Actor) -> QuerySet[PersonRequest]:
    """Requests without an answer, the oldest first."""
    return (
        request_policy.rows(actor).filter(answered_on=None).select_related("person__case").order_by("received_on", "id")
    )


def inspection_of(actor: Actor, person: CasePerson) -> dict[str, Any]:
    """Plain data for page and PDF, every value as a German reads it."""
    case, of = person.case, the_policy().classes["help_file"]
    counted = files().filter(pk=case.pk).first()
    until = words.day(of.due_on(counted.counts_from)) if counted and counted.counts_from else ""
    return {
        "stored": [{"label": _label(name), "value": value} for name in COLUMNS if (value := _value(person, name))],
        "more": _more(actor, person),
        "said": [
            {"day": words.day(n.happened_on), "text": n.text}
            for n in note_policy.rows(actor).filter(case=case, confider=person)
        ],
        "purpose": of.reason,
        "term": f"{of.term}; das ist bis zum {until}" if until else f"{of.term}, wenn der Fall beendet ist",
        "origin": _origin(person),
        "recipients": _recipients(actor, person),
        "requests": [
            {
                "day": words.day(r.received_on),
                "kind": r.get_kind_display(),
                "text": r.text,
                "answer": r.answer or "noch nicht beantwortet",
            }
            for r in requests_of(actor, person)
        ],
    }


def _label(name: str) -> str:
    label = str(CasePerson._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[0].upper() + label[1:]


def _value(person: CasePerson, name: str) -> str:
    value = getattr(person, name)
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, date):
        return words.day(value)
    display = getattr(person, f"get_{name}_display", None)
    return str(display() if display and value else value or "")


def _more(actor: Actor, person: CasePerson) -> list[str]:
    """What else there is, by kind and day; ordinary notes are about several people and are shown in a talk."""
    case = person.case
    notes = CaseNote.objects.filter(case=case, entrusted=False).count()
    found = [
        f"Hilfe nach {h.get_paragraph_display()}, {words.period(h.begins, h.ends)}"
        for h in person.helps.order_by("begins", "id")
    ]
    found += [f"Hilfeplan, Fassung {p.number}, {p.get_state_display()}" for p in case.plans.order_by("number")]
    found += [
        f"{c.get_kind_display()}: {c.purpose} ({words.period(c.begins, c.ends)}"
        + (f", widerrufen am {words.day(c.revoked_at)})" if c.revoked_at else ")")
        for c in person.consents.order_by("begins", "id")
    ]
    found += [
        f"{d.get_kind_display()} vom {words.day(d.created_at)}" for d in case.documents.order_by("created_at", "id")
    ]
    if notes:
        found.append("Eine Notiz zum Fall" if notes == 1 else f"{notes} Notizen zum Fall")
    return found


def _origin(person: CasePerson) -> str:
    case = person.case
    begun = f"Der Fall begann am {words.day(case.begins)}."
    return f"{begun} Gemeldet hat sich: {case.get_referral_display()}." if case.referral else begun


def _recipients(actor: Actor, person: CasePerson) -> list[str]:
    """Who read the file, and which providers work for the family (under a random number)."""
    days: dict[str, int] = {}
    for reading in readings(actor, person.case):
        days[reading.name] = days.get(reading.name, 0) + 1
    found = [f"{name} (an {count} {'Tag' if count == 1 else 'Tagen'})" for name, count in sorted(days.items())]
    rows = person.case.assignments.select_related("reference__organisation")
    providers = sorted({a.reference.organisation.name for a in rows})
    return found + [f"{name}, unter einer Zufallsnummer" for name in providers]
