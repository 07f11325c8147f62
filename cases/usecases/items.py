"""What becomes of a concern that is brought to a team: brought in, on an agenda, refused, withdrawn, back (R22, R23)."""

import secrets

from django.utils import timezone

from cases.models import CaseFile, CasePerson, Item, TeamSession
from cases.policy.items import ItemPerm
from cases.queries.consents import anyone_opened
from cases.queries.preparation import missing_of
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.web.words import day as in_words

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which look like digits
DIGITS = "23456789"
LONGEST = 240  # minutes of one item
State = Item.State
AHEAD = (TeamSession.State.PLANNED, TeamSession.State.INVITED, TeamSession.State.RUNNING)


def random_code() -> str:
    """The name of an item outside the office: random, so that nothing of the case can be told from it (R17)."""
    return "".join(secrets.choice(LETTERS) for _ in range(3)) + "-" + "".join(secrets.choice(DIGITS) for _ in range(4))


@use_case(ItemPerm.REGISTER)
def register_item(*, actor: Actor, case: CaseFile, minutes: int = 45, duties: bool = False) -> Item:
    """Bring a case's concern to the district's team (R23)."""
    if case.ends:
        raise RuleViolation("Dieser Fall ist beendet. Bringen Sie ein Anliegen aus einem laufenden Fall ein.")
    _check_minutes(minutes)
    if not CasePerson.objects.filter(case=case).exists():
        raise RuleViolation("Tragen Sie im Fall zuerst ein, um wen es geht. Im Bogen stehen nur Kürzel.")
    code = random_code()
    while Item.objects.filter(code=code).exists():
        code = random_code()
    return Item.objects.create(
        case=case, district=case.district, code=code, presenter=actor.person, minutes=minutes, duties=duties
    )


@use_case(ItemPerm.PREPARE, on="item")
def change_item(*, actor: Actor, item: Item, minutes: int, duties: bool) -> Item:
    """How long the team needs, and whether duties stand in place of the will (R20, R22)."""
    _check_minutes(minutes)
    item.minutes, item.duties = minutes, duties
    item.save()
    if item.state == State.SCHEDULED and (missing := missing_of(item)):
        raise RuleViolation(_lacking(missing), field="duties")
    return item


@use_case(ItemPerm.PREPARE, on="item")
def set_mode(*, actor: Actor, item: Item, mode: str) -> Item:
    """Show names to those whom a consent names, or letters to all (R17)."""
    if mode == Item.Mode.IDENTIFIED:
        family = list(CasePerson.objects.filter(case=item.case_id))
        if not anyone_opened(family, actor.today):
            raise RuleViolation(
                "Ohne Einwilligung oder gesetzliche Befugnis bleiben alle Namen verborgen. "
                "Tragen Sie zuerst ein, wer für wen eingewilligt hat.",
                field="mode",
            )
    item.mode = mode
    item.save()
    return item


@use_case(ItemPerm.PREPARE, on="item")
def schedule_item(*, actor: Actor, item: Item, session: TeamSession, minutes: int | None = None) -> Item:
    """Put an item on the agenda of a session of its district; steps 3 and 4 must hold something (R22, R23)."""
    if item.state == State.REGISTERED:
        raise RuleViolation("Prüfen Sie zuerst, ob der Bogen Namen verrät. Dann kann er auf die Tagesordnung.")
    if session.district_id != item.district_id:
        raise RuleViolation("Diese Sitzung gehört zu einem anderen Raum.", field="session")
    if session.held_on < actor.today or session.state not in AHEAD:
        raise RuleViolation(
            f"Die Sitzung vom {in_words(session.held_on)} ist vorbei oder abgesagt. Wählen Sie eine spätere.",
            field="session",
        )
    if session.moderator == item.presenter:
        raise RuleViolation(
            "Wer einbringt, moderiert nicht. Bitten Sie um eine andere Moderation oder wählen Sie eine andere Sitzung.",
            field="session",
        )
    if missing := missing_of(item):
        raise RuleViolation(_lacking(missing))
    if minutes is not None:
        _check_minutes(minutes)
        item.minutes = minutes
    last = session.items.exclude(pk=item.pk).order_by("-position").values_list("position", flat=True).first() or 0
    item.session, item.position, item.state = session, last + 1, State.SCHEDULED
    item.save()
    return item


@use_case(ItemPerm.PREPARE, on="item")
def unschedule_item(*, actor: Actor, item: Item) -> Item:
    """Take an item off the agenda; the team no longer sees it (R23)."""
    if item.state != State.SCHEDULED or item.opened_at:
        raise RuleViolation("Diese Beratung steht auf keiner Tagesordnung oder hat schon begonnen.")
    item.state, item.session, item.position = State.CHECKED, None, 0
    item.save()
    return item


@use_case(ItemPerm.PREPARE, on="item")
def withdraw_item(*, actor: Actor, item: Item, remark: str = "") -> Item:
    """The presenter takes the concern back (R23)."""
    if item.opened_at and item.state == State.SCHEDULED:
        raise RuleViolation("Die Beratung hat schon begonnen. Führen Sie sie zu Ende.")
    return _out(item, State.WITHDRAWN, remark)


@use_case(ItemPerm.REFUSE, on="item")
def refuse_item(*, actor: Actor, item: Item, remark: str) -> Item:
    """The lead or the moderator does not take it to the team, and says why (R23)."""
    if item.state not in (State.REGISTERED, State.CHECKED, State.SCHEDULED):
        raise RuleViolation("Diese Beratung ist schon geführt oder erledigt.")
    if not remark.strip():
        raise RuleViolation("Schreiben Sie in einem Satz, warum. Wer einbringt, liest ihn.", field="remark")
    return _out(item, State.REJECTED, remark)


@use_case(ItemPerm.DECIDE, on="item")
def bring_back_item(*, actor: Actor, item: Item, remark: str = "") -> Item:
    """Back to the team: what was consulted, or refused, is consulted again; what is written stays (R23)."""
    if item.state not in (State.CONSULTED, State.FEEDBACK, State.REJECTED, State.WITHDRAWN, State.CARRIED_OUT):
        raise RuleViolation("Nur was beraten, nicht angenommen oder zurückgezogen ist, kommt zurück ins Team.")
    if item.case.ends:
        raise RuleViolation("Der Fall ist beendet.")
    item.state, item.session, item.position, item.opened_at, item.step = State.REGISTERED, None, 0, None, 1
    item.checked_by, item.checked_at, item.remark = None, None, remark
    item.save()
    return item


def _out(item: Item, state: Item.State, remark: str) -> Item:
    for guest in item.guests.filter(revoked_at=None):
        guest.revoked_at = timezone.now()
        guest.save()
        also_changed(guest, "revoked_at")
    item.state, item.session, item.position, item.remark = state, None, 0, remark.strip()
    item.save()
    return item


def _check_minutes(minutes: int) -> None:
    if not 5 <= minutes <= LONGEST:
        raise RuleViolation("Planen Sie zwischen 5 Minuten und 4 Stunden.", field="minutes")


def _lacking(missing: list[str]) -> str:
    """What to fill in before the team can consult on it (R22)."""
    return f"So kann das Team nicht beraten. Es fehlt noch {' und '.join(missing)}."
