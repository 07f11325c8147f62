"""Consents and legal bases that open one person's data to named readers, until a day or until revoked (R17)."""

from datetime import date

from django.utils import timezone

from cases.models import CaseFile, CasePerson, Consent, ConsentGiver, ConsentRecipient, TeamMember
from cases.policy.consents import ConsentPerm
from cases.queries.consents import must_consent
from contracts.usecases.territory import check_dates
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case


@use_case(ConsentPerm.RECORD)
def record_consent(
    *,
    actor: Actor,
    case: CaseFile,
    person: CasePerson,
    purpose: str,
    begins: date,
    ends: date,
    recipients: list[TeamMember],
    kind: str = Consent.Kind.CONSENT,
    law: str = "",
    informed_on: date | None = None,
    givers: list[CasePerson] | None = None,
    given_on: date | None = None,
) -> Consent:
    """One person's data, one purpose, these readers, until this day (R17, § 67b Abs. 2 SGB X).

    A minor's data need every parent with custody and the young person who can see what it means; a legal basis needs
    its paragraph instead.
    """
    if person.case_id != case.pk:
        raise RuleViolation("Diese Person gehört nicht zum Fall.", field="person")
    check_dates(begins, ends)
    if ends < actor.today:
        raise RuleViolation("Diese Frist ist schon vorbei. Wählen Sie einen künftigen Tag.", field="ends")
    if not purpose.strip():
        raise RuleViolation("Wofür gilt es? Nennen Sie den Zweck in einem Satz.", field="purpose")
    _check_recipients(actor, case, recipients)
    if kind == Consent.Kind.LAW:
        if not law.strip():
            raise RuleViolation("Nennen Sie die Vorschrift, zum Beispiel § 69 Abs. 1 SGB X.", field="law")
        informed_on, givers, given_on = None, [], None
    else:
        law, given_on = "", given_on or informed_on
        _check_givers(actor, case, person, informed_on, givers or [])
    row = Consent.objects.create(
        case=case,
        person=person,
        kind=kind,
        law=law.strip(),
        purpose=purpose,
        informed_on=informed_on,
        begins=begins,
        ends=ends,
        recorded_by=actor.person,
    )
    for giver in givers or []:
        made = ConsentGiver.objects.create(consent=row, person=giver, given_on=given_on or actor.today)
        also_changed(made, "consent", "person", "given_on")
    for member in {m.person: m for m in recipients}.values():
        reader = ConsentRecipient.objects.create(
            consent=row, person=member.person, organisation_id=member.organisation_id
        )
        also_changed(reader, "consent", "person", "organisation")
    return row


@use_case(ConsentPerm.REVOKE, on="consent")
def revoke_consent(*, actor: Actor, consent: Consent) -> Consent:
    """Closes the names at once: every read asks anew (R17)."""
    if consent.revoked_at:
        raise RuleViolation("Das ist schon widerrufen.")
    consent.revoked_at, consent.revoked_by = timezone.now(), actor.person
    consent.save()
    return consent


def _check_recipients(actor: Actor, case: CaseFile, recipients: list[TeamMember]) -> None:
    if not recipients:
        raise RuleViolation("Wer darf die Namen lesen? Wählen Sie Personen aus dem Team.", field="recipients")
    for member in recipients:
        now = member.begins <= actor.today and (member.ends is None or member.ends >= actor.today)
        if member.district_id != case.district_id or not now:
            raise RuleViolation("Wählen Sie nur Personen, die heute im Team dieses Raums sind.", field="recipients")


def _check_givers(
    actor: Actor, case: CaseFile, person: CasePerson, informed_on: date | None, givers: list[CasePerson]
) -> None:
    if informed_on is None:
        raise RuleViolation(
            "Wann wurde erklärt, dass man ablehnen und widerrufen kann? Ohne diesen Hinweis gilt keine Einwilligung.",
            field="informed_on",
        )
    if informed_on > actor.today:
        raise RuleViolation("Dieser Tag liegt in der Zukunft.", field="informed_on")
    needed = must_consent(person, CasePerson.objects.filter(case=case), actor.today)
    if not needed:
        raise RuleViolation(
            "Im Fall steht niemand mit Sorgerecht. Tragen Sie es bei den Personen ein, dann hier die Einwilligung.",
            field="givers",
        )
    given = {giver.pk for giver in givers}
    if lacking := [p for p in needed if p.pk not in given]:
        letters = " und ".join(f"{p.letter} ({p.get_role_display()})" for p in lacking)
        raise RuleViolation(
            f"Es fehlt noch die Einwilligung von {letters}. Für die Daten eines Kindes willigen alle ein, "
            "die das Sorgerecht haben, und der junge Mensch, wenn er die Tragweite sieht."
            if len(needed) > 1 or needed[0].pk != person.pk
            else f"Über die eigenen Daten entscheidet {letters} selbst.",
            field="givers",
        )
    if strange := next((g for g in givers if g.pk not in {p.pk for p in needed}), None):
        raise RuleViolation(
            f"{strange.letter} kann für diese Daten nicht einwilligen. Jede Person willigt für die eigenen ein.",
            field="givers",
        )
