"""Teams, sessions and consultation sheets, written straight into an office's schema."""

from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from cases.models import (
    CaseFile,
    CasePerson,
    Consent,
    ConsentGiver,
    ConsentRecipient,
    Guest,
    Item,
    SheetEntry,
    SheetText,
    TeamMember,
    TeamSession,
)
from contracts.models import District
from kernel import clock
from kernel.keys import uuid7
from tests.factories import cases, contracts


def team_member(where: District, who: Any, organisation: str | None = None, **fields: Any) -> TeamMember:
    """Someone in a district's team; `who` is a person's key."""
    return TeamMember.objects.create(
        district=where, person=who, organisation_id=organisation, **({"begins": contracts.LONG_AGO} | fields)
    )


def session(where: District | None = None, **fields: Any) -> TeamSession:
    """A session of today, nine to eleven."""
    defaults = {"held_on": clock.today(), "starts_at": time(9), "ends_at": time(11)}
    return TeamSession.objects.create(district=where or contracts.district(), **(defaults | fields))


def item(of: CaseFile | None = None, state: str = "scheduled", **fields: Any) -> Item:
    """A concern in some state, in a session where the state needs one, with what steps 3 and 4 need."""
    of = of or cases.case()
    in_session = state in ("scheduled", "consulted", "decided", "carried_out", "feedback", "closed")
    if in_session and "session" not in fields:
        held = TeamSession.objects.filter(district=of.district).first()
        fields["session"] = held or session(of.district)
    checked = {"checked_by": of.worker, "checked_at": timezone.now()} if state != "registered" else {}
    made = Item.objects.create(
        case=of,
        district=of.district,
        state=state,
        **({"code": uuid7().hex[-8:].upper(), "presenter": of.worker} | checked | fields),
    )
    text(made, "concern", "K1 geht seit Wochen nicht in die Schule.")
    text(made, "question", "Was hilft K1, wieder hinzugehen?")
    text(made, "will", "Ich will in meiner Klasse bleiben.")
    entry(made, "action", "K1 geht drei Tage in der Woche hin.", due_on=clock.today() + timedelta(days=60))
    return made


def text(of: Item, step: str, words: str) -> SheetText:
    return SheetText.objects.create(item=of, step=step, text=words, written_by=of.presenter)


def entry(of: Item, kind: str, words: str, **fields: Any) -> SheetEntry:
    return SheetEntry.objects.create(item=of, kind=kind, text=words, **({"written_by": of.presenter} | fields))


def consent(about: CasePerson, *recipients: Any, givers: tuple[CasePerson, ...] = (), **fields: Any) -> Consent:
    """A consent for this person's data, given by `givers`, for these readers of the office."""
    day = clock.today()
    defaults = {
        "purpose": "Beratung im Team",
        "informed_on": day,
        "begins": day - timedelta(days=1),
        "ends": day + timedelta(days=90),
        "recorded_by": about.case.worker,
    }
    made = Consent.objects.create(case=about.case, person=about, **(defaults | fields))
    for giver in givers:
        ConsentGiver.objects.create(consent=made, person=giver, given_on=day)
    for who in recipients:
        person, organisation = who if isinstance(who, tuple) else (who, None)
        ConsentRecipient.objects.create(consent=made, person=person, organisation_id=organisation)
    return made


def guest(of: Item, token_hash: str, **fields: Any) -> Guest:
    return Guest.objects.create(
        item=of, token_hash=token_hash, **({"name": "Dr. Ute Beispiel", "function": "Kinderärztin"} | fields)
    )


def around(where: District) -> Item:
    """Something of everything around a team: a member, an item in a session with a guest, and a consent."""
    family = cases.person(cases.case(where), "mother", custodial=True)
    member = team_member(where, uuid7())
    made = item(family.case)
    guest(made, uuid7().hex)
    consent(family, member.person, givers=(family,))
    return made
