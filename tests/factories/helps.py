"""Helps, plans and what follows a consultation, written straight into an office's schema."""

import hashlib
from datetime import timedelta
from typing import Any

from cases.models import (
    Assignment,
    CaseFile,
    Decision,
    Help,
    HelpBlock,
    HelpPlan,
    Item,
    Minutes,
    MinutesDraft,
    ProviderTask,
)
from kernel import clock
from kernel.keys import uuid7
from tests.factories import cases, conferences


def help(of: CaseFile | None = None, organisation: str | None = "alpha", **fields: Any) -> Help:
    """A running help of the case's provider, on a decision."""
    of = of or cases.case()
    assignment = Assignment.objects.filter(case=of, reference__organisation=organisation).first()
    today = clock.today()
    defaults = {
        "paragraph": "31",
        "setting": "ambulant",
        "state": "running",
        "ground": "decision",
        "ground_on": today - timedelta(days=40),
        "decided_by": uuid7(),
        "advised_on": today - timedelta(days=41),
        "begins": today - timedelta(days=40),
        "planned_end": today + timedelta(days=200),
        "minutes_a_week": 240,
        "what": "Zweimal in der Woche zu Hause",
        "assignment": assignment,
    }
    return Help.objects.create(case=of, organisation_id=organisation, **(defaults | fields))


def plan(of: CaseFile | None = None, **fields: Any) -> HelpPlan:
    """A plan that lacks nothing, as a draft with a direction and an action."""
    of = of or cases.case()
    texts = {"need": "Ruhe am Abend", "services": "Familienhilfe", "professionals": "ASD, Schule, Träger"}
    defaults = {"number": of.plans.count() + 1, "advised_on": clock.today(), "siblings": "Sie sind dabei"}
    row = HelpPlan.objects.create(case=of, **(texts | defaults | fields))
    row.goals.create(kind="direction", text="Wir haben ruhige Abende")
    row.goals.create(kind="action", position=1, text="Essen um sechs", sign="Alle sitzen", due_on=clock.today())
    return row


def agreed(of: CaseFile | None = None, **fields: Any) -> HelpPlan:
    """A plan in force with an open review."""
    today = clock.today()
    stamps = {"state": "agreed", "agreed_on": today - timedelta(days=30), "review_on": today + timedelta(days=5)}
    row = plan(of, **(stamps | fields))
    row.reviews.create(due_on=row.review_on)
    return row


def consulted(of: CaseFile, **fields: Any) -> Item:
    """An item on which its team has consulted."""
    return conferences.item(of, **({"state": "consulted"} | fields))


def block(of: Item, organisation: str | None = "alpha", **fields: Any) -> HelpBlock:
    defaults = {"who": "Familienhilfe", "what": "Abende begleiten", "minutes_a_week": 240, "weeks": 10}
    return HelpBlock.objects.create(item=of, organisation_id=organisation, **(defaults | fields))


def decision(of: Item, *helps: Help, **fields: Any) -> Decision:
    today = clock.today()
    defaults = {"outcome": "as_advised", "decided_on": today, "decided_by": uuid7(), "advised_on": today}
    row = Decision.objects.create(item=of, **(defaults | fields))
    row.helps.set(helps)
    return row


def task(of: Item, organisation: str = "alpha", **fields: Any) -> ProviderTask:
    defaults = {"text": "Mit der Familie beginnen", "due_on": clock.today() + timedelta(days=7)}
    return ProviderTask.objects.create(item=of, organisation_id=organisation, **(defaults | fields))


def draft_minutes(of: Item, **fields: Any) -> MinutesDraft:
    return MinutesDraft.objects.create(
        item=of, **({"held_on": of.session.held_on, "content": b"{}", "prepared_by": uuid7()} | fields)
    )


def minutes(of: Item, content: bytes = b'{"code":"X"}', **fields: Any) -> Minutes:
    defaults: dict[str, Any] = {
        "prepared_by": uuid7(),
        "approved_by": uuid7(),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    defaults["held_on"] = of.session.held_on
    return Minutes.objects.create(item=of, content=content, **(defaults | fields))


def followed(of: CaseFile) -> Item:
    """A case with a help, plans, and an item that was consulted, decided and has a task."""
    consulted(of)
    granted = help(of)
    help(of, state="approval")
    plan(of)
    agreed(of)
    decided = consulted(of, state="decided")
    decision(decided, granted)
    task(decided)
    draft_minutes(decided)
    return decided
