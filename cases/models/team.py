"""District teams and their sessions (R19, R23)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q, Value

from contracts.models import District
from contracts.models.engagement import organisation_field
from contracts.models.terms import DateRange, dates_in_order
from kernel.sealed.fields import SealedTextField
from kernel.tenancy.models import VersionedModel


class TeamMember(VersionedModel):
    """A member of a district's team, of the office or of a provider, from when to when."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="team", verbose_name="Raum")
    person = models.UUIDField("Person")
    organisation = organisation_field(null=True)
    function = models.CharField("Aufgabe", max_length=120, blank=True, default="")
    begins = models.DateField("im Team seit")
    ends = models.DateField("im Team bis", null=True, blank=True)

    class Meta:
        ordering = ["district", "begins", "id"]
        indexes = [models.Index(fields=["person", "begins"])]
        constraints = [
            dates_in_order("team_member_dates"),
            ExclusionConstraint(
                name="team_member_once",
                expressions=[
                    ("district", "="),
                    ("person", "="),
                    (DateRange(F("begins"), F("ends"), Value("[]")), "&&"),
                ],
            ),
        ]


class SessionSeries(VersionedModel):
    """A rhythm by which a team meets; each session is a row of its own and may differ."""

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", "jede Woche"
        FORTNIGHTLY = "fortnightly", "alle zwei Wochen"
        MONTHLY = "monthly", "jeden Monat am gleichen Wochentag"

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="series", verbose_name="Raum")
    rhythm = models.CharField("Rhythmus", max_length=11, choices=Rhythm)
    begins = models.DateField("erste Sitzung")
    ends = models.DateField("letzte Sitzung spätestens")
    starts_at = models.TimeField("von")
    ends_at = models.TimeField("bis")
    place = models.CharField("Ort", max_length=200, blank=True, default="")

    class Meta:
        ordering = ["district", "begins"]
        constraints = [
            dates_in_order("series_dates"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="series_times"),
        ]


class TeamSession(VersionedModel):
    """A meeting of a district's team."""

    class State(models.TextChoices):
        PLANNED = "planned", "geplant"
        INVITED = "invited", "eingeladen"
        RUNNING = "running", "läuft"
        HELD = "held", "gehalten"
        CANCELLED = "cancelled", "abgesagt"

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="sessions", verbose_name="Raum")
    series = models.ForeignKey(SessionSeries, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions")
    state = models.CharField("Stand", max_length=9, choices=State, default=State.PLANNED)
    held_on = models.DateField("Tag", db_index=True)
    starts_at = models.TimeField("von")
    ends_at = models.TimeField("bis")
    place = models.CharField("Ort", max_length=200, blank=True, default="")
    moderator = models.UUIDField("Moderation", null=True, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)  # of the calendar entry that was sent
    invited_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["held_on", "starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_times"),
            models.UniqueConstraint(fields=["district", "held_on", "starts_at"], name="session_once"),
        ]


class Attendance(VersionedModel):
    """That a member of the team was there; only who was in the team on that day (R23)."""

    session = models.ForeignKey(TeamSession, on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey(TeamMember, on_delete=models.PROTECT, related_name="attendances")

    class Meta:
        ordering = ["session", "id"]
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="attendance_once")]


class Guest(VersionedModel):
    """Someone invited to one item of one session, by name; sees its sheet after an instruction, until the session ends."""

    item = models.ForeignKey("cases.Item", on_delete=models.CASCADE, related_name="guests")
    name = SealedTextField("Name", max_length=120)
    function = models.CharField("Funktion", max_length=120)
    email = SealedTextField("E-Mail", max_length=120, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    instructed_at = models.DateTimeField("unterwiesen", null=True, editable=False)
    instructed_by = models.UUIDField(null=True, editable=False)  # None: the guest confirmed it on the page
    revoked_at = models.DateTimeField("ausgeladen", null=True, editable=False)

    class Meta:
        ordering = ["item", "id"]


class CalendarFeed(VersionedModel):
    """A person's address for a calendar program; revoked, it answers no more. Only its hash is kept."""

    person = models.UUIDField(editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(revoked_at=None), name="calendar_feed_one")
        ]
