"""Hours that a provider's workers book, and the case references they book them on (R12)."""

from django.db import models
from django.db.models import F, Q

from contracts.models.engagement import ProviderRole, organisation_field
from contracts.models.terms import WorkKind
from contracts.models.territory import District
from kernel.tenancy.models import VersionedModel


class CaseReference(VersionedModel):
    """A random number under which one provider books on a case; only the office can tell which case it is (R12)."""

    number = models.CharField("Fallreferenz", max_length=12, unique=True)
    organisation = organisation_field()
    district = models.ForeignKey(District, on_delete=models.PROTECT, verbose_name="Raum")
    begins = models.DateField("gilt ab")
    ends = models.DateField("gilt bis", null=True, blank=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["organisation", "begins"])]

    def __str__(self) -> str:
        return self.number


class HoursEntry(VersionedModel):
    """Work done: by whom, when, how long, where, of which kind, with or without the family (R12)."""

    class Contact(models.TextChoices):
        DIRECT = "direct", "mit der Familie"
        INDIRECT = "indirect", "ohne die Familie"

    worker = models.UUIDField(editable=False)
    organisation = organisation_field()
    role = models.ForeignKey(ProviderRole, on_delete=models.PROTECT, related_name="hours")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="hours", verbose_name="Raum")
    worked_on = models.DateField("Tag")
    minutes = models.PositiveSmallIntegerField("Dauer")
    work_kind = models.CharField("Arbeitsart", max_length=10, choices=WorkKind)
    contact = models.CharField("Kontakt", max_length=8, choices=Contact)
    references = models.ManyToManyField(CaseReference, through="HoursCase", related_name="hours")

    class Meta:
        ordering = ["-worked_on", "-id"]
        indexes = [
            models.Index(fields=["organisation", "worked_on"]),
            models.Index(fields=["worker", "worked_on"]),
            models.Index(fields=["district", "worked_on"]),
            models.Index(
                fields=["role", "worked_on"],
                include=["minutes", "work_kind", "district", "contact"],
                name="hours_of_role",
            ),
        ]
        constraints = [models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=1440), name="hours_minutes")]


class HoursCase(models.Model):
    """That an entry concerns a case reference."""

    pk = models.CompositePrimaryKey("entry_id", "reference_id")
    entry = models.ForeignKey(HoursEntry, on_delete=models.CASCADE, related_name="cases")
    reference = models.ForeignKey(CaseReference, on_delete=models.PROTECT, related_name="+")


class HoursMonth(VersionedModel):
    """A worker's month for a provider: submitted by the worker, approved by the provider's lead, then locked (R12)."""

    class State(models.TextChoices):
        OPEN = "open", "offen"
        SUBMITTED = "submitted", "eingereicht"
        APPROVED = "approved", "freigegeben"

    worker = models.UUIDField(editable=False)
    organisation = organisation_field()
    month = models.DateField("Monat")  # its first day
    state = models.CharField("Stand", max_length=9, choices=State, default=State.OPEN, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.UUIDField(null=True, editable=False)
    return_reason = models.CharField("zurückgegeben, weil", max_length=300, blank=True, default="", editable=False)

    class Meta:
        ordering = ["-month", "id"]
        constraints = [
            models.UniqueConstraint(fields=["worker", "organisation", "month"], name="month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="month_first_day"),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(approved_at__isnull=False, approved_by__isnull=False) & ~Q(approved_by=F("worker")),
                name="month_four_eyes",
            ),
        ]


class HoursTimer(VersionedModel):
    """A running clock of a worker; stopping it makes an entry."""

    worker = models.UUIDField(unique=True, editable=False)
    organisation = organisation_field()
    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="+", verbose_name="Raum")
    work_kind = models.CharField("Arbeitsart", max_length=10, choices=WorkKind)
    started_at = models.DateTimeField("läuft seit")


class HoursImport(VersionedModel):
    """A file of hours: checked first, booked when someone says so; its bytes go once it is booked or discarded."""

    class State(models.TextChoices):
        CHECKED = "checked", "geprüft"
        BOOKED = "booked", "gebucht"
        DISCARDED = "discarded", "verworfen"

    organisation = organisation_field()
    filename = models.CharField("Datei", max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    rows = models.PositiveIntegerField("Zeilen", default=0)
    minutes = models.PositiveIntegerField("Stunden", default=0)
    findings = models.JSONField(default=list, editable=False)  # row, column, reason; the first of them
    sums = models.JSONField(default=list, editable=False)  # month, kind of work, entries, minutes
    faults = models.PositiveIntegerField("Fehler", default=0)
    state = models.CharField("Stand", max_length=9, choices=State, default=State.CHECKED, editable=False)
    recorded_by = models.UUIDField(editable=False)
    booked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sha256"], condition=Q(state="booked"), name="import_once"),
            models.CheckConstraint(
                condition=Q(state="checked", content__isnull=False) | ~Q(state="checked") & Q(content=None),
                name="import_content_gone",
            ),
        ]
