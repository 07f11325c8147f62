"""A consultation that is going on today: the team has put in ideas, the first blocks stand on the sheet."""

from datetime import date, timedelta

from cases.models import HelpBlock, Item, SheetEntry, TeamMember
from contracts.models import BudgetLine
from project.demo_data.facts import Fact
from project.demo_data.seeds import Seed

IDEAS = 6  # the step at which the team is
SAID = (
    ("idea", "Eine Nachbarin begleitet die ersten zwei Wochen."),
    ("idea", "Fahrgemeinschaft mit einer anderen Familie aus der Straße."),
    ("idea", "Frühstück im Zentrum, zwei Mal in der Woche, offen für alle."),
    ("idea", "Die Großmutter übernimmt die Tage mit Frühschicht."),
    ("idea", "Ein Wochenplan am Kühlschrank, den alle zusammen schreiben."),
    ("social", "Zwei Familien mit Kindern im gleichen Alter wohnen um die Ecke."),
    ("material", "Der Bus hält vor der Tür."),
)
BLOCKS = (
    ("Nachbarin und Großmutter", "Gehen abwechselnd den Weg am Morgen mit.", "montags bis freitags um 7:30 Uhr"),
    ("Familienhilfe", "Übt mit der Familie einen ruhigen Morgen.", "zwei Mal in der Woche"),
)


def store_room(facts: Fact, today: date) -> None:
    """In a transaction of the office; sealed columns go through the models."""
    seed = Seed(f"room {facts['key']}")
    item = Item.objects.filter(state=Item.State.SCHEDULED, session__held_on=today).order_by("position").first()
    if item is None:
        return
    Item.objects.filter(pk=item.pk).update(step=IDEAS, review_on=today + timedelta(days=90))
    team = list(TeamMember.objects.filter(district=item.district_id).exclude(person=item.presenter).order_by("id"))
    for number, (kind, text) in enumerate(SAID):
        member = team[number % len(team)]
        SheetEntry.objects.create(
            id=seed.key(today),
            key=seed.key(today),
            item=item,
            kind=kind,
            text=text,
            written_by=member.person,
            organisation_id=member.organisation_id,
        )
    line = BudgetLine.objects.filter(year=today.year, state="released", minutes__gt=0).order_by("id").first()
    paid = {"minutes_a_week": 180, "weeks": 12, "line": line, "organisation_id": line.organisation_id} if line else {}
    for position, (who, what, when) in enumerate(BLOCKS, 1):
        by_provider = paid if position == len(BLOCKS) else {}
        HelpBlock.objects.create(
            id=seed.key(today), item=item, position=position, who=who, what=what, when=when, **by_provider
        )
