"""District teams, their sessions before and after today, and concerns in every state of their way, with sheets.

They are brought in from the cases that are told in full; names stand in no sheet, only the letters of the family.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from cases.models import (
    Attendance,
    CaseFile,
    CasePerson,
    Consent,
    ConsentGiver,
    ConsentRecipient,
    HelpBlock,
    Item,
    SessionSeries,
    SheetEntry,
    SheetText,
    TeamMember,
    TeamSession,
)
from cases.usecases.items import DIGITS, LETTERS
from contracts.models import District
from kernel.tenancy.models import VersionedModel
from project.demo_data.casefiles import CaseFiles
from project.demo_data.people import case_workers, office_person, workers_of
from project.demo_data.seeds import Seed
from project.demo_data.structure import Structure

PAST, AHEAD = 4, 6  # fortnightly sessions of each team before and after today
OF_PROVIDER = 2  # workers of each provider in a team
STATES = (
    "registered", "checked", "scheduled", "scheduled", "consulted", "decided", "carried_out", "feedback", "closed",
    "rejected", "withdrawn", "scheduled", "decided",
)  # fmt: skip
BEFORE = ("consulted", "decided", "carried_out", "feedback", "closed")
SHEETS = (
    {
        "concern": "{child} geht seit Wochen kaum noch zur Schule. Morgens gibt es Streit.",
        "question": "Wer oder was hilft {child} morgens aus dem Haus?",
        "situation": "{parent} arbeitet im Schichtdienst. Die Großmutter wohnt im gleichen Ort und ist oft da.",
        "will": "Ich will wieder bei meinen Freunden in der Klasse sitzen.",
        "direction": "{child} gehört wieder zur Klasse.",
        "action": "{child} geht an drei Tagen in der Woche zur ersten Stunde hin.",
        "personal": "{child} spielt Fußball und ist dort pünktlich.",
        "social": "Die Großmutter frühstückt gern mit.",
        "institutional": "Die Schule bietet morgens ein ruhiges Ankommen an.",
        "ideas": ("Eine Nachbarin läuft die ersten zwei Wochen mit.", "Der Trainer ruft am Vorabend kurz an."),
    },
    {
        "concern": "Nach der Trennung streiten die Eltern bei jeder Übergabe. {child} zieht sich zurück.",
        "question": "Wie gelingen Übergaben, bei denen {child} gern mitgeht?",
        "situation": "Beide Eltern sorgen. Die Wohnungen liegen zehn Minuten auseinander.",
        "will": "Wir wollen vor {child} freundlich miteinander reden.",
        "direction": "{child} freut sich auf beide Wohnungen.",
        "action": "{parent} schreibt jeden Sonntag auf, was in der Woche wichtig war.",
        "personal": "Beide Eltern lesen {child} abends vor.",
        "social": "Ein Onkel vermittelt, wenn es eng wird.",
        "institutional": "Die Beratungsstelle hat einen Termin frei.",
        "ideas": ("Übergaben im Zentrum, mit Kaffee für alle.", "Ein Heft, das mit {child} mitwandert."),
    },
    {
        "concern": "{parent} war lange krank und schafft den Alltag mit den Kindern noch nicht allein.",
        "question": "Was entlastet {parent}, ohne etwas abzunehmen, das gut geht?",
        "situation": "Die Familie ist vor einem Jahr zugezogen und kennt noch wenige Menschen.",
        "will": "Ich will meine Kinder selbst zur Kita bringen.",
        "direction": "Der Alltag gelingt wieder aus eigener Kraft.",
        "action": "{parent} bringt die Kinder an zwei Tagen in der Woche selbst hin.",
        "personal": "{parent} kocht gern und gut.",
        "social": "Eine Kollegin hat Hilfe angeboten.",
        "institutional": "Das Elterncafé liegt auf dem Weg.",
        "ideas": ("Kochabend im Zentrum, den {parent} mitgestaltet.", "Fahrgemeinschaft mit einer anderen Familie."),
    },
)
TEXTS = ("concern", "question", "situation", "will")
ENTRIES = ("direction", "action", "personal", "social", "institutional")


def build_conferences(built: Structure, files: CaseFiles) -> list[VersionedModel]:
    """All rows in the order in which they can be stored."""
    return Conferences(built, files).rows


class Conferences:
    def __init__(self, built: Structure, files: CaseFiles) -> None:
        self.built, self.files, self.facts, self.today = built, files, built.facts, built.today
        self.seed = Seed(f"conferences {built.facts['key']}")
        self.lead = office_person(built.facts, "leitung")
        self.rows: list[VersionedModel] = []
        self.teams: dict[UUID, list[TeamMember]] = {}
        self.sessions: dict[UUID, list[TeamSession]] = {}
        self.codes: set[str] = set()
        for number, district in enumerate(d for d in built.districts.values() if d.ends is None):
            self._team(district)
            self._sessions(district, number)
        for number, case in enumerate(c for c in files.cases if c.district_id in self.sessions):
            self._item(case, number)

    def _add[M: VersionedModel](self, row: M, day: date) -> M:
        row.pk, row.version = self.seed.key(day), 1
        self.rows.append(row)
        return row

    def _team(self, district: District) -> None:
        begins = max(district.begins, date(self.today.year - 2, 1, 1))
        workers = workers_of(self.facts, self.today)
        people: list[tuple[UUID, str | None, str]] = [(self.lead, None, "Moderation")]
        people += [(person, None, "") for person in case_workers(self.facts)]
        for organisation in self._present(district):
            people += [(p, organisation, "") for p in workers[organisation, self.today.year][:OF_PROVIDER]]
        self.teams[district.pk] = [
            self._add(
                TeamMember(
                    district=district, person=person, organisation_id=organisation, function=function, begins=begins
                ),
                begins,
            )
            for person, organisation, function in people
        ]

    def _present(self, district: District) -> list[str]:
        today = self.today
        return sorted(
            {
                str(r.organisation_id)
                for r in self.built.roles
                if r.district_id == district.pk and r.begins <= today and (r.ends is None or today <= r.ends)
            }
        )

    def _sessions(self, district: District, number: int) -> None:
        monday = self.today - timedelta(days=self.today.weekday())
        weekday = number % 5 if number else self.today.weekday()  # the first team meets today, on whatever day
        first = monday + timedelta(days=weekday - 14 * PAST)
        starts = time(9 if number % 2 else 13)
        ends, place = starts.replace(hour=starts.hour + 2), f"Zentrum {district.name}"
        days = [first + timedelta(days=14 * n) for n in range(PAST + AHEAD)]
        series = self._add(
            SessionSeries(
                district=district,
                rhythm=SessionSeries.Rhythm.FORTNIGHTLY,
                begins=first,
                ends=days[-1],
                starts_at=starts,
                ends_at=ends,
                place=place,
            ),
            first,
        )
        made = []
        for position, day in enumerate(days):
            held, soon = day < self.today, day < self.today + timedelta(days=15)
            session = TeamSession(
                district=district,
                series=series,
                state="held" if held else "invited" if soon else "planned",
                held_on=day,
                starts_at=starts,
                ends_at=ends,
                place=place,
                moderator=None if not held and position == PAST + 1 and number % 3 == 1 else self.lead,
                invited_at=datetime.combine(min(day, self.today), time(8), UTC) if held or soon else None,
            )
            made.append(self._add(session, first))
            if held:
                for member in self.teams[district.pk]:
                    if self.seed.random.random() < 0.8:
                        self._add(Attendance(session=session, member=member), day)
        self.sessions[district.pk] = made

    def _item(self, case: CaseFile, number: int) -> None:
        state = STATES[number % len(STATES)]
        past = [s for s in self.sessions[case.district_id] if s.state == "held"]
        ahead = [s for s in self.sessions[case.district_id] if s.state != "held"]
        session = {True: past[number % len(past)]}.get(state in BEFORE)
        if state == "scheduled":
            session = ahead[number % 2]
        day = (session.held_on if session else self.today) - timedelta(days=12)
        checked = state not in ("registered",)
        item = self._add(
            Item(
                case=case,
                district=case.district,
                code=self._code(),
                state=state,
                presenter=case.worker,
                session=session,
                position=number + 1,
                minutes=(30, 45, 60)[number % 3],
                review_on=session.held_on + timedelta(days=90) if state in BEFORE and session else None,
                remark="Die Erziehungsberatung ist der kürzere Weg." if state == "rejected" else "",
                checked_by=case.worker if checked else None,
                checked_at=datetime.combine(day, time(9), UTC) if checked else None,
            ),
            day,
        )
        family = self.files.family_of(case)
        self._sheet(item, family, number, day)
        if state == "scheduled" and number % 2 == 0:
            self._consent(item, family, day)

    def _code(self) -> str:
        chance = self.seed.random
        while (
            code := "".join(chance.choices(LETTERS, k=3)) + "-" + "".join(chance.choices(DIGITS, k=4))
        ) in self.codes:
            pass
        self.codes.add(code)
        return code

    def _sheet(self, item: Item, family: Sequence[CasePerson], number: int, day: date) -> None:
        words = SHEETS[number % len(SHEETS)]
        child = next(p for p in family if p.role == "child").letter
        parent = _parent(family).letter

        def said(text: object) -> str:
            return str(text).format(child=child, parent=parent)

        for step in TEXTS:
            text = SheetText(item=item, step=step, text=said(words[step]), written_by=item.presenter)
            self._add(text, day)
        for kind in ENTRIES:
            due = day + timedelta(days=100) if kind == "action" else None
            entry = SheetEntry(item=item, kind=kind, text=said(words[kind]), due_on=due, written_by=item.presenter)
            self._add(entry, day).key = self.seed.key(day)
        if item.state not in BEFORE:
            return
        helpers = [m for m in self.teams[item.district_id] if m.organisation_id] or self.teams[item.district_id]
        for position, idea in enumerate(words["ideas"]):
            member = helpers[(number + position) % len(helpers)]
            entry = SheetEntry(
                item=item,
                kind="idea",
                text=said(idea),
                selected=position == 0,
                written_by=member.person,
                organisation_id=member.organisation_id,
            )
            self._add(entry, day).key = self.seed.key(day)
        member = helpers[number % len(helpers)]
        block = HelpBlock(
            item=item,
            position=1,
            who="Fachkraft des Trägers" if member.organisation_id else "Fachkraft des Amts",
            organisation_id=member.organisation_id,
            what="begleitet die ersten Wochen und zieht sich dann zurück",
            when="zweimal in der Woche",
            minutes_a_week=180,
            weeks=12,
        )
        self._add(block, day)

    def _consent(self, item: Item, family: Sequence[CasePerson], day: date) -> None:
        """A parent opens the own name to two of the team."""
        parent = _parent(family)
        consent = self._add(
            Consent(
                case=item.case,
                person=parent,
                purpose="Beratung der Hilfe im Team",
                informed_on=day,
                begins=day,
                ends=self.today + timedelta(days=120),
                recorded_by=item.presenter,
            ),
            day,
        )
        item.mode = Item.Mode.IDENTIFIED
        self._add(ConsentGiver(consent=consent, person=parent, given_on=day), day)
        for member in self.teams[item.district_id][-2:]:
            reader = ConsentRecipient(consent=consent, person=member.person, organisation_id=member.organisation_id)
            self._add(reader, day)


def _parent(family: Sequence[CasePerson]) -> CasePerson:
    """The first grown-up of a family, or the young person who lives alone."""
    return next((p for p in family if p.role != "child"), family[0])


def store_conferences(rows: Sequence[VersionedModel]) -> None:
    """In a transaction of the office; sealed columns go through the models."""
    by_model: dict[type[VersionedModel], list[VersionedModel]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, made in by_model.items():
        model._default_manager.bulk_create(made)
