"""Helps, help plans and what followed the consultations of the demo: decisions, tasks, minutes, feedback.

They hang on the cases that are told in full and on the items that were consulted; loaded after both.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from cases.models import (
    Assignment,
    CasePerson,
    Decision,
    Feedback,
    Help,
    HelpBooking,
    HelpPlan,
    Item,
    Minutes,
    PlanGoal,
    PlanReview,
    ProviderTask,
)
from contracts.models import BudgetLine
from project.demo_data.facts import Fact
from project.demo_data.people import office_person
from project.demo_data.seeds import Seed
from tenants.worklist.models import WorkItem

State = Item.State
DECIDED = (State.DECIDED, State.CARRIED_OUT, State.FEEDBACK, State.CLOSED)
KINDS = (
    ("31", "ambulant", 360, "Begleitet die Familie zweimal in der Woche zu Hause, vor allem am Abend."),
    ("27_2", "ambulant", 240, "Stärkt, was in der Familie schon gelingt, und verbindet sie mit Menschen im Ort."),
    ("30", "ambulant", 180, "Begleitet den jungen Menschen, zusammen mit Schule und Verein."),
    ("32", "day", 900, "Tagesgruppe an vier Nachmittagen."),
    ("28", "ambulant", 60, "Beratung der Eltern alle zwei Wochen."),
    ("34", "residential", 0, "Wohngruppe in der Nähe, die Eltern bleiben beteiligt."),
    ("41", "ambulant", 180, "Hilft beim Einrichten der ersten eigenen Wohnung."),
)  # fmt: skip
GOALS = (
    ("Der Morgen gelingt ohne Streit.", "Die Familie frühstückt an drei Tagen gemeinsam.", "Alle verlassen pünktlich das Haus."),
    ("Die Eltern treffen Absprachen, die halten.", "Die Eltern sprechen jeden Sonntag die Woche durch.", "Der Plan hängt am Kühlschrank."),
    ("Der junge Mensch gehört zu einer Gruppe.", "Er oder sie geht einmal in der Woche zum Training.", "Vier Besuche im Monat."),
)  # fmt: skip
FEEDBACKS = (
    ("worked", "K1 geht wieder hin. Die Idee mit der Nachbarin hat den Anfang leicht gemacht."),
    ("partly", "Die Absprachen halten meistens. Am Wochenende wird es noch eng."),
    ("not", "Der Vorschlag passte nicht zum Alltag. Die Familie möchte etwas anderes versuchen."),
)


def store_after(facts: Fact, today: date) -> None:
    """In a transaction of the office; sealed columns go through the models."""
    seed, lead = Seed(f"after {facts['key']}"), office_person(facts, "leitung")
    helps = _helps(seed, lead, today)
    _plans(seed, helps, today)
    _outcomes(seed, facts["key"], lead, today)


def _helps(seed: Seed, lead: UUID, today: date) -> list[Help]:
    """For each case with a family a help of its provider: most run, some wait, some have ended."""
    found: list[Help] = []
    young = (
        CasePerson.objects.filter(role=CasePerson.Role.CHILD).select_related("case").order_by("case__number", "letter")
    )
    children = {person.case_id: person for person in young}
    assignments = (
        Assignment.objects.filter(case__in=children).select_related("reference").order_by("case__number", "id")
    )
    by_case = {assignment.case_id: assignment for assignment in assignments}
    for number, (case, child) in enumerate(children.items()):
        if not (assignment := by_case.get(case)):
            continue
        paragraph, setting, minutes, what = KINDS[number % len(KINDS)]
        begins = max(child.case.begins, assignment.reference.begins)
        waits = number % 9 == 4
        over = not waits and number % 8 == 6 and begins < today - timedelta(days=60)
        above = setting == "residential" or minutes >= 600
        help = Help.objects.create(
            id=seed.key(begins), case_id=case, paragraph=paragraph, setting=setting,
            organisation_id=assignment.reference.organisation_id, assignment=None if waits else assignment,
            state="approval" if waits else "ended" if over else "running",
            ground="decision", ground_on=begins, decided_by=child.case.worker, advised_on=begins,
            approved_by=lead if above and not waits else None,
            approved_at=f"{begins}T09:00Z" if above and not waits else None,
            begins=today + timedelta(days=10) if waits else begins,
            planned_end=None if waits else today + timedelta(days=seed.random.randint(-12, 250)),
            ends=today - timedelta(days=20) if over else None, end_reason="planned" if over else "",
            after="counselling" if over else "", living_after="one_parent" if over else "",
            minutes_a_week=minutes, what=what, reasons=[str(10 + number % 9)] if number % 3 else [],
        )  # fmt: skip
        help.persons.add(child)
        found.append(help)
    _book(seed, found, today)
    return found


def _book(seed: Seed, helps: Sequence[Help], today: date) -> None:
    """Hours on a line of the provider, as far as it has one this year."""
    lines: dict[str, BudgetLine] = {}
    for row in BudgetLine.objects.filter(year=today.year, state="released", minutes__gt=0).order_by("id"):
        lines.setdefault(row.organisation_id, row)
    for help in helps:
        line = lines.get(help.organisation_id or "")
        if line and help.minutes_a_week and help.decided_by:
            minutes = min(help.minutes_a_week * 12, line.minutes // 20)
            HelpBooking.objects.create(
                id=seed.key(today), help=help, line=line, minutes=minutes, booked_by=help.decided_by
            )


def _plans(seed: Seed, helps: Sequence[Help], today: date) -> None:
    """Plans in force with goals and reviews held and due, and some drafts."""
    for number, help in enumerate(h for h in helps if h.state == Help.State.RUNNING):
        direction, action, sign = GOALS[number % len(GOALS)]
        draft = number % 6 == 5
        agreed = min(help.begins + timedelta(days=20), today)
        review = today + timedelta(days=seed.random.randint(-6, 120))
        plan = HelpPlan.objects.create(
            id=seed.key(help.begins), case_id=help.case_id, number=1, state="draft" if draft else "agreed",
            need="Verlässlicher Alltag und Entlastung, damit Eltern und Kind wieder Kraft haben.", services=help.what,
            professionals="ASD, Schule, Träger", family_view="„Wir wollen es selbst schaffen, brauchen aber einen Anfang.“",
            siblings="Die Geschwister sind in die Gespräche einbezogen.",
            perspective="Rückkehr zu den Eltern binnen eines Jahres." if help.setting == "residential" else "",
            advised_on=agreed, agreed_on=None if draft else agreed, review_on=None if draft else review,
        )  # fmt: skip
        plan.helps.add(help)
        PlanGoal.objects.create(id=seed.key(agreed), plan=plan, kind="direction", text=direction)
        PlanGoal.objects.create(
            id=seed.key(agreed), plan=plan, kind="action", position=1, text=action, sign=sign,
            due_on=today + timedelta(days=60), reached="partly" if number % 3 == 0 and not draft else "open",
        )  # fmt: skip
        if draft:
            continue
        if agreed < today - timedelta(days=100):
            held = agreed + timedelta(days=90)
            PlanReview.objects.create(
                id=seed.key(held),
                plan=plan,
                due_on=held,
                held_on=held,
                result="Der Anfang ist gemacht, die Familie ist dabei.",
            )
        PlanReview.objects.create(id=seed.key(agreed), plan=plan, due_on=review)


def _outcomes(seed: Seed, office: str, lead: UUID, today: date) -> None:
    """A decision for each item that has one, with a task, minutes and, further on, feedback."""
    items = (
        Item.objects.filter(state__in=DECIDED)
        .select_related("case")
        .annotate(held_on=F("session__held_on"))
        .order_by("code")
    )
    for number, item in enumerate(items):
        held = item.held_on
        decided = min(held + timedelta(days=3), today)
        help = Help.objects.filter(case=item.case_id).exclude(assignment=None).first()
        decision = Decision.objects.create(
            id=seed.key(decided), item=item, outcome="as_advised" if help else "no_help",
            reasons="" if help else "Die Familie schafft es mit den Menschen im Ort.",
            advised_on=held, decided_on=decided, decided_by=item.case.worker,
        )  # fmt: skip
        if help:
            decision.helps.add(help)
            _task(seed, office, item, help, done=item.state != State.DECIDED, due=decided + timedelta(days=14))
        item.review_on = today - timedelta(days=4) if number % 3 == 0 else today + timedelta(days=45)
        item.save()
        _minutes(seed, item, held, lead)
        if item.state in (State.FEEDBACK, State.CLOSED):
            outcome, text = FEEDBACKS[number % len(FEEDBACKS)]
            Feedback.objects.create(
                id=seed.key(today), item=item, outcome=outcome, text=text, given_on=today - timedelta(days=1),
                given_by=item.presenter,
            )  # fmt: skip


def _task(seed: Seed, office: str, item: Item, help: Help, *, done: bool, due: date) -> None:
    organisation: Any = help.organisation_id  # these helps have a provider
    task = ProviderTask.objects.create(
        id=seed.key(due), item=item, help=help, organisation_id=organisation, text=help.what, due_on=due,
        done_at=f"{due}T10:00Z" if done else None, done_by=item.presenter if done else None,
    )  # fmt: skip
    if not done:
        WorkItem.objects.create(
            id=seed.key(due), office_id=office, organisation_id=organisation, kind=WorkItem.Kind.TASK_DUE,
            subject=str(task.pk), due_on=due, code=item.code,
        )  # fmt: skip


def _minutes(seed: Seed, item: Item, held: date, lead: UUID) -> None:
    texts = {text.step: text for text in item.texts.all()}
    content = json.dumps(
        {
            "code": item.code, "district": str(item.district), "held_on": f"{held:%d.%m.%Y}", "review_on": "",
            "identified": False, "team": [], "resources": [],
            "persons": [{"letter": p.letter, "text": p.get_role_display()} for p in item.case.persons.order_by("letter")],
            "texts": [
                {"label": t.get_step_display(), "text": t.text} for step, t in texts.items() if step not in ("will", "duties")
            ],
            "will": {"label": "Wille, in eigenen Worten", "text": texts["will"].text if "will" in texts else ""},
            "goals": [
                {"label": e.get_kind_display(), "text": e.text} for e in item.entries.filter(kind__in=["direction", "action"])
            ],
            "ideas": [{"text": e.text, "selected": e.selected} for e in item.entries.filter(kind="idea")],
            "blocks": [[b.who, b.what, b.when, str(b.weeks)] for b in item.blocks.all()],
        },
        ensure_ascii=False, sort_keys=True,
    ).encode()  # fmt: skip
    Minutes.objects.create(
        id=seed.key(held), item=item, held_on=held, content=content, sha256=hashlib.sha256(content).hexdigest(),
        prepared_by=item.presenter, approved_by=lead, approved_at=f"{held + timedelta(days=1)}T09:00Z",
    )  # fmt: skip
