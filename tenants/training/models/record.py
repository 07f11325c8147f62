"""The worker's record: certificates, what was learned elsewhere, to whom it is released, and certificates of conduct (R25, R26)."""

from django.db import models
from django.db.models import Q

from kernel.keys import uuid7
from kernel.tenancy.models import Versioned
from tenants.people.models import Person
from tenants.registry.models import Office, Organisation
from tenants.training.models.catalogue import Curriculum
from tenants.training.models.courses import Course


class Certificate(models.Model):
    """That somebody has learned something; anyone may check it by its code: name, course and date, nothing else."""

    class RevokeReason(models.TextChoices):
        MISTAKE = "mistake", "irrtümlich ausgestellt"
        ATTENDANCE = "attendance", "Anwesenheit war falsch eingetragen"
        EVIDENCE = "evidence", "Beleg war nicht echt"
        DETAILS = "details", "Angaben waren falsch"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=16, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    display_name = models.CharField(max_length=120, editable=False)
    sort_key = models.CharField(max_length=120, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)  # the employer then
    office = models.ForeignKey(Office, on_delete=models.PROTECT)  # that issued it
    curriculum = models.ForeignKey(Curriculum, on_delete=models.PROTECT, null=True, blank=True)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, blank=True)
    title = models.CharField(max_length=160)
    minutes = models.PositiveIntegerField()
    completed_on = models.DateField("abgeschlossen am")
    valid_until = models.DateField("gilt bis", null=True, blank=True)
    issued_by = models.UUIDField(editable=False)
    issued_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoke_reason = models.CharField(max_length=10, choices=RevokeReason, blank=True, default="")

    class Meta:
        ordering = ["-completed_on", "id"]
        indexes = [
            models.Index(fields=["person", "curriculum"]),
            models.Index(fields=["organisation", "sort_key"]),
            models.Index(fields=["office", "sort_key"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["course", "person"], condition=Q(revoked_at=None), name="certificate_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("completed_on")), name="certificate_dates"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoke_reason="") | (Q(revoked_at__isnull=False) & ~Q(revoke_reason="")),
                name="certificate_revoked_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def version(self) -> int:
        """What forms and If-Match compare: it changes once, when it is revoked."""
        return 1 + bool(self.revoked_at)


class Recognition(Versioned):
    """What somebody learned elsewhere, with its evidence, for an office to recognise (R26)."""

    class State(models.TextChoices):
        ASKED = "asked", "beantragt"
        RECOGNISED = "recognised", "anerkannt"
        REFUSED = "refused", "abgelehnt"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE)  # that is asked
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    display_name = models.CharField(max_length=120, editable=False)
    sort_key = models.CharField(max_length=120, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    curriculum = models.ForeignKey(Curriculum, on_delete=models.PROTECT)
    institution = models.CharField("Wo gelernt", max_length=160)
    title = models.CharField("Titel der Fortbildung", max_length=160)
    completed_on = models.DateField("abgeschlossen am")
    minutes = models.PositiveIntegerField("Dauer")
    evidence = models.BinaryField()
    evidence_name = models.CharField(max_length=160)
    evidence_type = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    reason = models.CharField("Begründung", max_length=300, blank=True, default="")
    decided_by = models.UUIDField(null=True, editable=False)
    decided_on = models.DateField(null=True)
    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", decided_on=None) | (~Q(state="asked") & Q(decided_on__isnull=False)),
                name="recognition_decided",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="recognition_refused_why"),
            models.CheckConstraint(
                condition=Q(state="recognised", certificate__isnull=False)
                | (~Q(state="recognised") & Q(certificate=None)),
                name="recognition_certificate",
            ),
        ]


class Release(models.Model):
    """A worker lets an employer see the whole record, also what was learned with others before (R26)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    begins = models.DateField()
    revoked_on = models.DateField(null=True)

    class Meta:
        ordering = ["-begins"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"], condition=Q(revoked_on=None), name="release_once"
            )
        ]


class ConductCheck(Versioned):
    """§ 72a(5) SGB VIII: that the employer has inspected a certificate of conduct, its date, yes or no; never the document (R25)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    display_name = models.CharField(max_length=120, editable=False)
    sort_key = models.CharField(max_length=120, editable=False)
    certificate_date = models.DateField("Datum des Führungszeugnisses")
    inspected_on = models.DateField("eingesehen am")
    clear = models.BooleanField("ohne einschlägigen Eintrag")
    recorded_by = models.UUIDField(editable=False)

    class Meta:
        ordering = ["sort_key", "-inspected_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(inspected_on__gte=models.F("certificate_date")), name="conductcheck_dates"
            )
        ]


class ConductAssurance(models.Model):
    """A provider assures an office that all its people there have been checked (R25); the office sees this, nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    given_on = models.DateField("zugesichert am")
    given_by = models.UUIDField(editable=False)
    people = models.PositiveIntegerField("Personen")  # how many it covers, as counted then

    class Meta:
        ordering = ["-given_on"]
