"""The tailored help in blocks (R22, step 8): who does what, when, how many hours, and from which budget line."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from cases.models import HelpBlock, Item, Resource
from cases.policy.items import HelpBlockPerm
from contracts.models import BudgetLine
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case
from tenants.registry.models import Organisation

OPEN = (Item.State.SCHEDULED, Item.State.CONSULTED)
MOST_WEEKS = 260


@dataclass(frozen=True, slots=True)
class BlockData:
    """A block as it is entered."""

    who: str
    what: str
    when: str = ""
    minutes_a_week: int = 0
    weeks: int = 0
    organisation: Organisation | None = None
    line: BudgetLine | None = None
    resource: Resource | None = None


@use_case(HelpBlockPerm.MANAGE)
def add_block(*, actor: Actor, item: Item, **data: Any) -> HelpBlock:
    """Add a part of the tailored help; it proposes, the office decides (R6)."""
    last = item.blocks.aggregate(last=Max("position"))["last"] or 0
    return _filled(HelpBlock(item=item, position=last + 1), BlockData(**data))


@use_case(HelpBlockPerm.MANAGE, on="block")
def change_block(*, actor: Actor, block: HelpBlock, **data: Any) -> HelpBlock:
    """Change a block; who saw an older version is refused."""
    return _filled(block, BlockData(**data))


@use_case(HelpBlockPerm.MANAGE, on="block")
def remove_block(*, actor: Actor, block: HelpBlock) -> HelpBlock:
    """Take a block out."""
    _open(block.item)
    HelpBlock.objects.get(pk=block.pk).delete()
    return block


def _filled(block: HelpBlock, data: BlockData) -> HelpBlock:
    """Checked and saved. A line of another provider than the one that works would book the wrong money."""
    _open(block.item)
    for name in ("who", "what"):
        if not getattr(data, name).strip():
            raise RuleViolation("Wer tut was? Beides gehört zu einem Baustein.", field=name)
    if bool(data.minutes_a_week) != bool(data.weeks):
        field = "weeks" if data.minutes_a_week else "minutes_a_week"
        raise RuleViolation("Stunden je Woche und Wochen gehören zusammen.", field=field)
    if not 0 <= data.weeks <= MOST_WEEKS:
        raise RuleViolation(f"Höchstens {MOST_WEEKS} Wochen.", field="weeks")
    if data.line and data.organisation and data.line.organisation_id != data.organisation.pk:
        raise RuleViolation("Dieser Budgetposten gehört zu einem anderen Träger.", field="line")
    block.who, block.what, block.when = data.who.strip(), data.what.strip(), data.when.strip()
    block.minutes_a_week, block.weeks = data.minutes_a_week, data.weeks
    block.line, block.resource = data.line, data.resource
    block.organisation = data.organisation or (data.line.organisation if data.line else None)
    block.save()
    return block


def _open(item: Item) -> None:
    if item.state not in OPEN:
        raise RuleViolation("Diese Beratung ist nicht mehr offen.")
