"""The consultation sheet (R22): what a team consults on, made from the case without its names (R17)."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from cases.models.casefile import CaseFile
from cases.models.resources import Resource
from cases.models.team import TeamSession
from cases.models.told import ToldToRooms
from contracts.models import BudgetLine, District
from contracts.models.engagement import organisation_field
from kernel.keys import uuid7
from kernel.sealed.fields import SealedTextField


class Item(ToldToRooms):
    """A concern that is brought to a team (R23); `code` is its name outside the office and tells nothing about the case."""

    class State(models.TextChoices):
        REGISTERED = "registered", "angemeldet"
        CHECKED = "checked", "Datenschutz geprüft"
        SCHEDULED = "scheduled", "in einer Sitzung"
        CONSULTED = "consulted", "beraten"
        DECIDED = "decided", "vom Jugendamt entschieden"
        CARRIED_OUT = "carried_out", "wird umgesetzt"
        FEEDBACK = "feedback", "Rückmeldung liegt vor"
        CLOSED = "closed", "abgeschlossen"
        REJECTED = "rejected", "nicht angenommen"
        WITHDRAWN = "withdrawn", "zurückgezogen"
        MOVED = "moved", "in ein eigenes Verfahren gegeben"

    OVER = (State.CLOSED, State.REJECTED, State.WITHDRAWN, State.MOVED)

    class Mode(models.TextChoices):
        PSEUDONYMOUS = "pseudonymous", "mit Kürzeln"
        IDENTIFIED = "identified", "mit Namen, soweit eingewilligt"

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="items")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="items", verbose_name="Raum")
    code = models.CharField("Kennung", max_length=12, unique=True)
    state = models.CharField("Stand", max_length=12, choices=State, default=State.REGISTERED)
    mode = models.CharField("Namen", max_length=12, choices=Mode, default=Mode.PSEUDONYMOUS)
    duties = models.BooleanField(
        "Auflagen nach einer Einschätzung (§ 8a) stehen an der Stelle des Willens", default=False
    )
    presenter = models.UUIDField("bringt ein")
    session = models.ForeignKey(
        TeamSession, on_delete=models.PROTECT, related_name="items", null=True, blank=True, verbose_name="Sitzung"
    )
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    minutes = models.PositiveSmallIntegerField("Minuten", default=45)
    opened_at = models.DateTimeField(null=True, editable=False)  # when its time began to run in the room
    step = models.PositiveSmallIntegerField(default=1, editable=False)  # where the room is
    review_on = models.DateField("Überprüfung am", null=True, blank=True)
    remark = SealedTextField("Begründung", max_length=600, blank=True)  # of a refusal, withdrawal or return
    checked_by = models.UUIDField(null=True, editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    harmless = SealedTextField(
        blank=True, editable=False
    )  # keys of the findings that mean nobody, as the presenter says

    class Meta:
        ordering = ["session", "position", "id"]
        indexes = [models.Index(fields=["district", "state"]), models.Index(fields=["presenter"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["scheduled", "consulted"]) | Q(session__isnull=False), name="item_in_session"
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None, checked_at=None) | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="item_checked",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def rooms(self) -> list[UUID]:
        return [self.pk]


class SheetText(ToldToRooms):
    """One text of the sheet; its version keeps two people from overwriting each other."""

    class Step(models.TextChoices):
        CONCERN = "concern", "Anliegen"
        QUESTION = "question", "Eine Frage an das Team"
        SITUATION = "situation", "Situation"
        WILL = "will", "Wille, in eigenen Worten"
        DUTIES = "duties", "Auflagen"

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="texts")
    step = models.CharField(max_length=10, choices=Step)
    text = SealedTextField("Text", max_length=6000, blank=True)
    written_by = models.UUIDField(editable=False)

    class Meta:
        ordering = ["item", "id"]
        constraints = [models.UniqueConstraint(fields=["item", "step"], name="sheet_text_once")]

    def rooms(self) -> list[UUID]:
        return [self.item_id]


class SheetEntry(ToldToRooms):
    """One entry of a list of the sheet: a goal, a resource, an idea. `key` is the browser's own: sent twice, kept once."""

    class Kind(models.TextChoices):
        DIRECTION = "direction", "Richtungsziel"
        ACTION = "action", "Handlungsziel"
        PERSONAL = "personal", "persönliche Ressource"
        SOCIAL = "social", "soziale Ressource"
        MATERIAL = "material", "materielle Ressource"
        INSTITUTIONAL = "institutional", "institutionelle Ressource"
        IDEA = "idea", "Idee"

    GOALS = (Kind.DIRECTION, Kind.ACTION)
    RESOURCES = (Kind.PERSONAL, Kind.SOCIAL, Kind.MATERIAL, Kind.INSTITUTIONAL)

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=13, choices=Kind)
    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    text = SealedTextField("Text", max_length=600)
    due_on = models.DateField("bis", null=True, blank=True)
    resource = models.ForeignKey(Resource, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    selected = models.BooleanField("ausgewählt", default=False)
    written_by = models.UUIDField(editable=False)
    organisation = organisation_field(null=True)

    class Meta:
        ordering = ["item", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(selected=False) | Q(kind="idea"), name="sheet_only_ideas_selected")
        ]

    def rooms(self) -> list[UUID]:
        return [self.item_id]


class HelpBlock(ToldToRooms):
    """A part of the tailored help (Maßanzug): who does what, when, with how many hours, and from which budget line."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="blocks")
    position = models.PositiveSmallIntegerField(default=0)
    who = SealedTextField("Wer", max_length=120)
    organisation = organisation_field(null=True)
    what = SealedTextField("Was", max_length=600)
    when = SealedTextField("Wann", max_length=200, blank=True)
    minutes_a_week = models.PositiveIntegerField("Umfang je Woche", default=0)
    weeks = models.PositiveSmallIntegerField("Wochen", default=0)
    line = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="Budgetposten"
    )
    resource = models.ForeignKey(Resource, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["item", "position", "id"]

    def rooms(self) -> list[UUID]:
        return [self.item_id]
