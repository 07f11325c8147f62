"""What a letter to a family says, as plain data for PDF and DOCX. The office's own words stand where it has set them."""

import re
from typing import Any

from django.utils.text import capfirst

from cases.models import Decision, Help, HelpPlan, LetterRules
from contracts.queries.names import names_of
from kernel.access.actor import Actor
from kernel.web import words

NO_APPEAL = (
    "Sie können sich gegen diese Entscheidung wehren. Fragen Sie das Jugendamt, wie und bis wann. Solange Sie keine "
    "Belehrung über den Rechtsbehelf erhalten haben, haben Sie dafür ein Jahr Zeit (§ 58 Abs. 2 VwGO)."
)
ADVICE = (
    "Wir haben mit Ihnen am {day} darüber gesprochen, dass Sie unter verschiedenen Trägern wählen und Wünsche zur "
    "Gestaltung der Hilfe äußern dürfen (§ 5 SGB VIII)."
)
NUMBERED = re.compile(r"(§ \w+(?: Abs\. \d)?) (.+)")
HEARD = "Wenn sich etwas ändert oder Sie etwas anderes brauchen, sprechen Sie uns an."


def letter_rules() -> LetterRules:
    """The office's row, or an empty one as long as nobody has set anything (unsaved)."""
    return LetterRules.objects.first() or LetterRules()


def decision_letter(actor: Actor, help: Help, office: str, recipient: str) -> dict[str, Any]:
    """The decision on a help (Bescheid): what is granted, from when, on which ground, and how to object."""
    made = Decision.objects.filter(helps=help.pk).first()
    ends = (
        f"voraussichtlich bis {words.day_text(help.planned_end)}" if help.planned_end else "zunächst ohne festes Ende"
    )
    extent = f", {_spoken(help.minutes_a_week)} in der Woche" if help.minutes_a_week else ""
    persons = " und ".join(str(p) for p in help.persons.all())
    whom = f" für {persons}" if persons else ""
    by = f" Ausgeführt wird die Hilfe von: {help.organisation.name}." if help.organisation else ""
    parts = [
        {"title": "Was Sie bekommen", "text": help.what},
        {"title": "Warum wir so entscheiden", "text": made.reasons if made else ""},
        {
            "title": "Ihr Wunsch- und Wahlrecht",
            "text": ADVICE.format(day=words.day_text(help.advised_on)) if help.advised_on else "",
        },
    ]
    return _letter(actor, help.case.number, office, recipient) | {
        "title": "Bescheid über eine Hilfe",
        "opening": f"{_greeting(recipient)}\n\nDas Jugendamt bewilligt Ihnen{whom} {_named(help)},"
        f" {help.get_setting_display()}, ab {words.day_text(help.begins)}, {ends}{extent}.{by}",
        "parts": [part for part in parts if part["text"]],
        "goals": [],
        "appeal_title": "Rechtsbehelfsbelehrung",
        "appeal": letter_rules().appeal or NO_APPEAL,
    }


def plan_letter(actor: Actor, plan: HelpPlan, office: str, recipient: str) -> dict[str, Any]:
    """The help plan as the family keeps it."""
    names = ("family_view", "need", "services", "perspective", "siblings", "professionals")
    parts = [{"title": _label(name), "text": getattr(plan, name)} for name in names]
    helps = "\n".join(
        f"{_named(h)}{f', {h.organisation.name}' if h.organisation else ''}, "
        f"{words.period(h.begins, h.ends or h.planned_end)}"
        for h in plan.helps.select_related("organisation")
    )
    return _letter(actor, plan.case.number, office, recipient) | {
        "title": f"Hilfeplan, Fassung {plan.number}",
        "opening": f"{_greeting(recipient)}\n\ndiesen Hilfeplan haben wir am {words.day_text(plan.agreed_on)} miteinander vereinbart. "
        f"Wir überprüfen ihn gemeinsam am {words.day_text(plan.review_on)}.",
        "parts": [part for part in [*parts, {"title": "Hilfen", "text": helps}] if part["text"]],
        "goals": [
            {
                "kind": g.get_kind_display(),
                "text": g.text,
                "sign": g.sign,
                "due_on": words.day_text(g.due_on) if g.due_on else "",
            }
            for g in plan.goals.all()
        ],
        "appeal_title": "",
        "appeal": "",
    }


def _label(name: str) -> str:
    return capfirst(str(HelpPlan._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def _named(help: Help) -> str:
    """„Sozialpädagogische Familienhilfe (§ 31 SGB VIII)“ instead of „§ 31 Sozialpädagogische Familienhilfe“."""
    number, name = NUMBERED.match(help.get_paragraph_display()).groups()  # type: ignore[union-attr]
    return f"{name} ({number} SGB VIII)"


def _spoken(minutes: int) -> str:
    if minutes % 60:
        return f"{minutes // 60}:{minutes % 60:02} Stunden"
    return "1 Stunde" if minutes == 60 else f"{minutes // 60} Stunden"


def _greeting(recipient: str) -> str:
    """By the first line of the address."""
    return f"Guten Tag {recipient.strip().splitlines()[0]}," if recipient.strip() else "Guten Tag,"


def _letter(actor: Actor, number: str, office: str, recipient: str) -> dict[str, Any]:
    name = names_of(actor, [actor.person]).get(actor.person, actor.name)
    return {
        "office": f"{office} (Jugendamt)",
        "sender": letter_rules().sender,
        "recipient": recipient.strip(),
        "printed": words.day_text(actor.today),
        "facts": [{"label": "Aktenzeichen", "value": number}, {"label": "Datum", "value": words.day_text(actor.today)}],
        "closing": f"{HEARD}\n\nMit freundlichen Grüßen\n\n{name}",
    }


EXAMPLE: dict[str, Any] = {
    "title": "Brief", "office": "Musterstadt (Jugendamt)", "sender": "Am Markt 1", "recipient": "Familie Beispiel",
    "printed": "1. Januar 2026", "opening": "Guten Tag", "closing": "Mit freundlichen Grüßen", "appeal_title": "Belehrung",
    "appeal": "Sie haben ein Recht.", "facts": [{"label": "Aktenzeichen", "value": "F-1"}],
    "parts": [{"title": "Bedarf", "text": "Ruhe"}],
    "goals": [{"kind": "Handlungsziel", "text": "Essen um sechs", "sign": "Alle sitzen", "due_on": "1. März 2026"}],
}  # fmt: skip
PLACEHOLDERS = {
    "office": "Name des Amts",
    "sender": "Absender aus den Texten",
    "recipient": "Anschrift",
    "printed": "Datum des Briefs",
    "title": "Überschrift",
    "facts": "Liste mit label und value: Aktenzeichen, Datum",
    "opening": "erster Absatz: was bewilligt oder vereinbart ist",
    "parts": "Liste mit title und text: die Abschnitte",
    "goals": "Liste mit kind, text, sign und due_on: Ziele des Hilfeplans",
    "appeal_title": "Überschrift der Rechtsbehelfsbelehrung, nur im Bescheid",
    "appeal": "Rechtsbehelfsbelehrung, nur im Bescheid",
    "closing": "Schluss mit Namen der Fachkraft",
}
