"""Courses, their sessions and places, who registered, who was there, and what they said about it (R26)."""

from django.db import models
from django.db.models import Q

from kernel.keys import uuid7
from kernel.tenancy.models import Versioned
from tenants.people.models import Person
from tenants.registry.models import Office, Organisation
from tenants.training.models.catalogue import Curriculum, Module


class Course(Versioned):
    """A course that an office organises, alone or with others, for its own and all providers' staff."""

    class State(models.TextChoices):
        DRAFT = "draft", "in Vorbereitung"
        OPEN = "open", "Anmeldung offen"
        HELD = "held", "abgeschlossen"
        CANCELLED = "cancelled", "abgesagt"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, verbose_name="Jugendamt")
    curriculum = models.ForeignKey(Curriculum, on_delete=models.PROTECT, null=True, blank=True, verbose_name="Lehrgang")
    modules = models.ManyToManyField(Module, blank=True, verbose_name="Module")
    title = models.CharField("Titel", max_length=160)
    trainers = models.CharField("Leitung", max_length=200, blank=True, default="")
    place = models.CharField("Ort", max_length=200, blank=True, default="")
    capacity = models.PositiveSmallIntegerField("Plätze")
    registers_until = models.DateField("Anmeldung bis")
    shares_until = models.DateField("Anteile gelten bis", null=True, blank=True)
    cost = models.DecimalField("Kosten", max_digits=10, decimal_places=2, default=0)
    office_percent = models.PositiveSmallIntegerField("Anteil der Jugendämter an den Kosten", default=100)
    state = models.CharField("Stand", max_length=9, choices=State, default=State.DRAFT)
    first_day = models.DateField(editable=False, null=True)  # of its sessions, for lists
    last_day = models.DateField(editable=False, null=True)
    attendance_secret = models.CharField(max_length=43, blank=True, default="", editable=False)

    class Meta:
        ordering = ["first_day", "id"]
        indexes = [models.Index(fields=["state", "first_day"])]
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gte=1), name="course_capacity"),
            models.CheckConstraint(condition=Q(cost__gte=0), name="course_cost"),
            models.CheckConstraint(condition=Q(office_percent__lte=100), name="course_percent"),
        ]

    def __str__(self) -> str:
        return self.title


class CourseOffice(models.Model):
    """Another office that holds the course together with the organiser: its people and its providers' may register."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="partners")
    office = models.ForeignKey(Office, on_delete=models.CASCADE)

    class Meta:
        ordering = ["office"]
        constraints = [models.UniqueConstraint(fields=["course", "office"], name="courseoffice_once")]


class CourseSession(models.Model):
    """A day of a course."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="sessions")
    day = models.DateField("Tag")
    begins = models.TimeField("von")
    ends = models.TimeField("bis")
    room = models.CharField("Raum", max_length=120, blank=True, default="")

    class Meta:
        ordering = ["day", "begins"]
        constraints = [
            models.UniqueConstraint(fields=["course", "day", "begins"], name="coursesession_once"),
            models.CheckConstraint(condition=Q(ends__gt=models.F("begins")), name="coursesession_times"),
        ]


class CourseShare(models.Model):
    """Places kept for a provider, or for the offices' own staff (None), until `Course.shares_until`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="shares")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True)
    places = models.PositiveSmallIntegerField("Plätze")

    class Meta:
        ordering = ["course", "id"]
        constraints = [
            models.UniqueConstraint(fields=["course", "organisation"], nulls_distinct=False, name="courseshare_once")
        ]


class Registration(models.Model):
    """Somebody's registration: it waits until the organiser's office has given it a numbered seat, at once where one is free.

    `organisation` is the employer of a provider's worker, `home_office` that of an office's: one of the two.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "auf der Warteliste"
        PLACED = "placed", "hat einen Platz"
        CANCELLED = "cancelled", "abgemeldet"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="registrations")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")  # the organiser, for its rights
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    display_name = models.CharField(max_length=120, editable=False)
    sort_key = models.CharField(max_length=120, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    home_office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("Stand", max_length=9, choices=State, default=State.WAITING)
    seat = models.PositiveSmallIntegerField(null=True, editable=False)
    registered_at = models.DateTimeField("angemeldet am", auto_now_add=True)
    registered_by = models.UUIDField(editable=False)
    placed_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)  # of the course's first day, as it is now
    gave_feedback = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["registered_at", "id"]
        indexes = [models.Index(fields=["person"]), models.Index(fields=["organisation", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"], condition=~Q(state="cancelled"), name="registration_once"
            ),
            models.UniqueConstraint(fields=["course", "seat"], name="registration_seat_once"),
            models.CheckConstraint(
                condition=Q(state="placed", seat__gte=1) | (~Q(state="placed") & Q(seat=None)), name="registration_seat"
            ),
            models.CheckConstraint(
                condition=Q(organisation=None, home_office__isnull=False)
                | Q(organisation__isnull=False, home_office=None),
                name="registration_employer",
            ),
        ]

    @property
    def employer(self) -> str:
        return str(self.organisation or self.home_office)

    @property
    def version(self) -> int:
        """Counts what has happened to it: what forms and If-Match compare."""
        return 1 + bool(self.placed_at) + bool(self.cancelled_at)


class CourseAttendance(models.Model):
    """That somebody was there on a day of the course; by the list, or by the code on the screen."""

    class How(models.TextChoices):
        LIST = "list", "Liste"
        CODE = "code", "Code"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="attendances")
    session = models.ForeignKey(CourseSession, on_delete=models.CASCADE, related_name="attendances")
    how = models.CharField(max_length=4, choices=How)
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["registration", "session"], name="courseattendance_once")]


class CourseFeedback(models.Model):
    """What a participant thought, without a trace of who and when; shown from five answers on."""

    id = models.BigAutoField(primary_key=True)
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="feedback")
    content = models.PositiveSmallIntegerField("Inhalt")
    practice = models.PositiveSmallIntegerField("Nutzen für die Arbeit")
    setting = models.PositiveSmallIntegerField("Rahmen")
    remark = models.CharField("Anmerkung", max_length=600, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(content__range=(1, 5), practice__range=(1, 5), setting__range=(1, 5)),
                name="coursefeedback_1_to_5",
            )
        ]
