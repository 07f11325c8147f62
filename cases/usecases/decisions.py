"""The office's decision after a consultation: there is no vote, and no provider decides (R6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cases.models import CasePerson, Decision, Help, HelpBlock, Item
from cases.policy.items import ItemPerm
from cases.queries.preparation import betrayed_by
from cases.usecases.after_steps import move
from cases.usecases.bookings import Booking, check_bookings
from cases.usecases.helps import Given, begin_help
from cases.usecases.tasks import give_task
from contracts.models import BudgetLine
from kernel.access.actor import Actor
from kernel.access.errors import Denied, RuleViolation
from kernel.access.use_case import also_changed, use_case
from tenants.registry.models import Organisation

Outcome = Decision.Outcome


@dataclass(frozen=True, slots=True)
class Granted:
    """What becomes of a block of the sheet: a help by a paragraph; without one the family or the district does it."""

    block: HelpBlock
    paragraph: str = ""
    setting: str = "ambulant"
    organisation: Organisation | None = None  # may be another than the team advised, also outside every contract (R7)
    outside: bool = False
    minutes_a_week: int = 0
    weeks: int = 0
    line: BudgetLine | None = None

    @property
    def booking(self) -> list[Booking]:
        minutes = self.minutes_a_week * self.weeks
        return [Booking(self.line, minutes)] if self.line and minutes else []


@use_case(ItemPerm.DECIDE, on="item")
def decide_item(
    *,
    actor: Actor,
    item: Item,
    outcome: str,
    decided_on: date,
    begins: date | None = None,
    review_on: date | None = None,
    advised_on: date | None = None,
    reasons: str = "",
    granted: Sequence[Granted] = (),
    beyond_reason: str = "",
) -> Item:
    """The office decides on what the team advised: helps begin, hours are booked, providers get tasks (R6, R7, R23)."""
    if actor.organisations():
        raise Denied("Über Hilfen entscheidet das Jugendamt, nie ein Träger (R6).")
    move(item, Item.State.DECIDED)
    _check(actor, item, outcome, decided_on, review_on, advised_on, reasons, granted)
    decision = Decision.objects.create(
        item=item,
        outcome=outcome,
        reasons=reasons.strip(),
        advised_on=advised_on,
        decided_on=decided_on,
        decided_by=actor.person,
    )
    also_changed(decision, "outcome", "decided_on", "advised_on")
    if outcome != Outcome.NO_HELP:
        check_bookings([b for part in granted for b in part.booking], beyond_reason)
        for part in granted:
            _carry_out(actor, decision, part, begins or decided_on, beyond_reason)
    item.review_on = review_on
    item.save()
    return item


def _check(
    actor: Actor,
    item: Item,
    outcome: str,
    decided_on: date,
    review_on: date | None,
    advised_on: date | None,
    reasons: str,
    granted: Sequence[Granted],
) -> None:
    if outcome not in Outcome.values:
        raise RuleViolation("Wählen Sie, wie das Jugendamt entschieden hat.", field="outcome")
    if decided_on > actor.today:
        raise RuleViolation("Die Entscheidung liegt in der Zukunft.", field="decided_on")
    if outcome != Outcome.AS_ADVISED and not reasons.strip():
        raise RuleViolation("Begründen Sie, warum Sie anders entscheiden als beraten.", field="reasons")
    if review_on is None or review_on <= decided_on:
        raise RuleViolation("Wann prüfen Sie, was daraus geworden ist? Wählen Sie einen Tag danach.", field="review_on")
    if outcome == Outcome.NO_HELP:
        if any(part.paragraph for part in granted):
            raise RuleViolation("Ohne Hilfe des Jugendamts wird auch keine bewilligt.", field="outcome")
        return
    if advised_on is None:
        raise RuleViolation(
            "Wann haben Sie die Familie über ihr Wunsch- und Wahlrecht beraten? Tragen Sie den Tag ein.",
            field="advised_on",
        )
    if not any(part.paragraph for part in granted):
        raise RuleViolation("Welche Hilfe wird bewilligt? Nennen Sie bei mindestens einem Baustein den Paragrafen.")
    if any(part.block.item_id != item.pk for part in granted):
        raise RuleViolation("Dieser Baustein gehört nicht zu dieser Beratung. Laden Sie die Seite neu.")
    for block in (part.block for part in granted if part.organisation or part.paragraph):
        if traces := betrayed_by(block.what, item.case, knows=True):
            raise RuleViolation(
                f"Im Baustein „{block.who}“ steht {traces}, und der Träger liest ihn. Setzen Sie im Raum das Kürzel ein."
            )


def _carry_out(actor: Actor, decision: Decision, part: Granted, begins: date, beyond_reason: str) -> None:
    help: Help | None = None
    item, block = decision.item, part.block
    if part.paragraph:
        given = Given(
            paragraph=part.paragraph,
            setting=part.setting,
            ground=Help.Ground.DECISION,
            ground_on=decision.decided_on,
            begins=begins,
            organisation=part.organisation,
            outside=part.outside,
            persons=list(item.case.persons.filter(role=CasePerson.Role.CHILD)),
            planned_end=begins + timedelta(weeks=part.weeks, days=-1) if part.weeks else None,
            minutes_a_week=part.minutes_a_week,
            what=block.what,
            advised_on=decision.advised_on,
        )
        help = begin_help(actor, item.case, given, part.booking, beyond_reason)
        also_changed(help, "case", "paragraph", "ground", "state")
        decision.helps.add(help)
    if part.organisation:
        give_task(actor, item, part.organisation, block.what, due_on=begins, help=help)
