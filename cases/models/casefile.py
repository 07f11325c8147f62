"""Family cases, the people in them and who works with them (R16, R18). Names, addresses and narrative are sealed."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, Value

from contracts.models import CaseReference, District
from contracts.models.terms import DateRange, dates_in_order
from kernel.sealed.fields import SealedTextField
from kernel.tenancy.models import VersionedModel


class CaseFile(VersionedModel):
    """A family's case (Fall) in the office; one family, however many young people (indicator 6)."""

    class Referral(models.TextChoices):
        """Who brought the family to the office (§ 99 Abs. 1 Nr. 1 SGB VIII: Anregung der Hilfe)."""

        PARENTS = "parents", "Eltern oder Personensorgeberechtigte"
        YOUNG_PERSON = "young_person", "junger Mensch selbst"
        SCHOOL = "school", "Schule"
        DAY_CARE = "day_care", "Kindertageseinrichtung oder Tagespflege"
        SERVICE = "service", "soziale Dienste oder andere Einrichtung"
        OFFICE = "office", "Jugendamt selbst"
        COURT = "court", "Gericht, Polizei oder Staatsanwaltschaft"
        HEALTH = "health", "Arzt, Klinik oder Gesundheitsamt"
        PRIVATE = "private", "Verwandte, Bekannte oder Nachbarn"
        OTHER = "other", "andere"

    class EndReason(models.TextChoices):
        DONE = "done", "Anliegen erledigt"
        MOVED = "moved", "Familie verzogen, Fall abgegeben"
        FAMILY = "family", "Familie möchte keine Begleitung mehr"
        OTHER = "other", "anderer Grund"

    number = models.CharField("Aktenzeichen", max_length=40, unique=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="cases", verbose_name="Raum")
    worker = models.UUIDField("zuständig")
    begins = models.DateField("begonnen am")
    ends = models.DateField("beendet am", null=True, blank=True)
    referral = models.CharField("Wer hat sich gemeldet?", max_length=12, choices=Referral, blank=True, default="")
    concern = SealedTextField("Anliegen", max_length=2000, blank=True)
    end_reason = models.CharField("Grund des Endes", max_length=8, choices=EndReason, blank=True, default="")
    restricted_on = models.DateField("eingeschränkt seit", null=True, editable=False)

    class Meta:
        ordering = ["-begins", "number"]
        indexes = [models.Index(fields=["district", "begins"]), models.Index(fields=["worker"])]
        constraints = [dates_in_order("case_dates")]

    def __str__(self) -> str:
        return self.number


class Assignment(VersionedModel):
    """That a provider works on a case: the only place where case and case reference meet (R12)."""

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="assignments")
    reference = models.OneToOneField(CaseReference, on_delete=models.PROTECT, related_name="+")


class CasePhase(VersionedModel):
    """Where a case stands, dated. The phase of risk is not one of these: only § 8a knows it (R20)."""

    class Kind(models.TextChoices):
        CLARIFICATION = "clarification", "Klärung"
        PLANNING = "planning", "Hilfeplanung"
        HELP = "help", "Hilfe läuft"
        AFTERCARE = "aftercare", "Nachbetreuung (§ 41a)"

    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField("Phase", max_length=14, choices=Kind)
    begins = models.DateField("seit")
    ends = models.DateField("bis", null=True, blank=True)

    class Meta:
        ordering = ["begins"]
        constraints = [
            dates_in_order("phase_dates"),
            ExclusionConstraint(
                name="phase_one",
                expressions=[("case", "="), (DateRange(F("begins"), F("ends"), Value("[]")), "&&")],
            ),
        ]


class CasePerson(VersionedModel):
    """Someone of the family, or close to it; the letter stands for the name outside the office (R17)."""

    class Role(models.TextChoices):
        CHILD = "child", "Kind oder junger Mensch"
        MOTHER = "mother", "Mutter"
        FATHER = "father", "Vater"
        GUARDIAN = "guardian", "Vormund oder Pfleger"
        PARTNER = "partner", "Partnerin oder Partner"
        RELATIVE = "relative", "Verwandte"
        OTHER = "other", "andere Bezugsperson"

    class Sex(models.TextChoices):
        MALE = "m", "männlich"
        FEMALE = "f", "weiblich"
        DIVERSE = "d", "divers"
        NONE = "x", "ohne Angabe"

    class Living(models.TextChoices):
        """Where the young person lives before the help (§ 99 Abs. 1)."""

        PARENTS = "parents", "bei den Eltern"
        ONE_PARENT = "one_parent", "bei einem Elternteil"
        PARENT_PARTNER = "parent_partner", "bei einem Elternteil mit Partner"
        RELATIVES = "relatives", "bei Verwandten"
        FOSTER = "foster", "in einer Pflegefamilie"
        HOME = "home", "in einer Einrichtung"
        OWN = "own", "in eigener Wohnung"
        NONE = "none", "ohne feste Unterkunft"

    BLIND = {"name_parts": ("given_name", "family_name")}  # computed anew when the index key changes

    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="persons")
    role = models.CharField("Rolle", max_length=8, choices=Role)
    letter = models.CharField("Kürzel", max_length=4)
    given_name = SealedTextField("Vorname", max_length=80)
    family_name = SealedTextField("Nachname", max_length=80, blank=True)
    name_parts = ArrayField(models.BigIntegerField(), default=list, editable=False)
    birth_date = models.DateField("Geburtsdatum", null=True, blank=True, db_index=True)
    sex = models.CharField("Geschlecht", max_length=1, choices=Sex, blank=True, default="")
    address = SealedTextField("Anschrift", max_length=200, blank=True)
    phone = SealedTextField("Telefon", max_length=60, blank=True)
    email = SealedTextField("E-Mail", max_length=120, blank=True)
    remark = SealedTextField("Bemerkung", max_length=600, blank=True)
    custodial = models.BooleanField("sorgeberechtigt", default=False)
    capable = models.BooleanField("kann die Tragweite einer Einwilligung einsehen", default=False)
    living = models.CharField("lebt", max_length=14, choices=Living, blank=True, default="")
    foreign_origin = models.BooleanField("ein Elternteil kommt aus dem Ausland", null=True, blank=True)
    german_at_home = models.BooleanField("zu Hause wird vor allem Deutsch gesprochen", null=True, blank=True)

    class Meta:
        ordering = ["case", "letter"]
        indexes = [GinIndex(fields=["name_parts"], name="case_person_parts")]
        constraints = [models.UniqueConstraint(fields=["case", "letter"], name="case_person_letter_once")]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class CaseNote(VersionedModel):
    """A note of the file. One that was confided belongs to whom it was confided and does not pass on (R18, § 65)."""

    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="notes")
    author = models.UUIDField(editable=False)
    happened_on = models.DateField("Tag")
    text = SealedTextField("Notiz", max_length=8000)
    entrusted = models.BooleanField("anvertraut (§ 65)", default=False)
    confider = models.ForeignKey(
        CasePerson,
        on_delete=models.PROTECT,
        related_name="confided",
        null=True,
        blank=True,
        verbose_name="anvertraut von",
    )

    class Meta:
        ordering = ["-happened_on", "-id"]
        constraints = [models.CheckConstraint(condition=Q(entrusted=True) | Q(confider=None), name="note_confider")]


class NotePassing(VersionedModel):
    """That an entrusted note passed on to another worker, on which ground and why (R18)."""

    class Ground(models.TextChoices):
        CONSENT = "consent", "Einwilligung dessen, der es anvertraut hat"
        ENDANGERMENT = "endangerment", "Anhaltspunkte für eine Gefährdung (§ 65 Abs. 1 Nr. 3)"

    note = models.ForeignKey(CaseNote, on_delete=models.CASCADE, related_name="passings")
    recipient = models.UUIDField("an")
    ground = models.CharField("Grundlage", max_length=12, choices=Ground)
    reason = SealedTextField("Begründung", max_length=1000)
    passed_on = models.DateField("am")
    passed_by = models.UUIDField(editable=False)

    class Meta:
        ordering = ["passed_on", "id"]
        constraints = [models.UniqueConstraint(fields=["note", "recipient"], name="note_passing_once")]


class CaseTransfer(VersionedModel):
    """That a case changed its responsible worker within the office."""

    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="transfers")
    before = models.UUIDField(editable=False)
    after = models.UUIDField("neue Fachkraft")
    transferred_on = models.DateField("am")

    class Meta:
        ordering = ["-transferred_on", "-id"]


class OfficeTransfer(VersionedModel):
    """A family that moves is handed over to the office that is responsible from then on (R23a, §§ 86, 86c)."""

    class State(models.TextChoices):
        ANNOUNCED = "announced", "angekündigt"
        ACCEPTED = "accepted", "übernommen"
        WITHDRAWN = "withdrawn", "zurückgenommen"

    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="office_transfers")
    office_name = models.CharField("neues Jugendamt", max_length=160)
    state = models.CharField("Stand", max_length=10, choices=State, default=State.ANNOUNCED)
    announced_on = models.DateField("angekündigt am")
    talk_on = models.DateField("Übergabegespräch am", null=True, blank=True)
    accepted_on = models.DateField("übernommen am", null=True, blank=True)
    remark = SealedTextField("Was das neue Amt wissen muss", max_length=2000, blank=True)

    class Meta:
        ordering = ["-announced_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="announced"), name="office_transfer_one"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_on__isnull=False), name="office_transfer_accepted"
            ),
        ]


class StandIn(VersionedModel):
    """Who stands in for a worker, from when to when: sees and does what the worker may, but no entrusted notes."""

    worker = models.UUIDField("vertritt")
    stand_in = models.UUIDField("Vertretung")
    begins = models.DateField("von")
    ends = models.DateField("bis")

    class Meta:
        ordering = ["-begins", "-id"]
        indexes = [models.Index(fields=["stand_in", "begins"])]
        constraints = [
            dates_in_order("stand_in_dates"),
            models.CheckConstraint(condition=~Q(worker=F("stand_in")), name="stand_in_two"),
        ]


class EmergencyAccess(VersionedModel):
    """Someone not responsible opened a case in an emergency: with a reason, for hours, and reviewed by the lead."""

    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="emergencies")
    person = models.UUIDField(editable=False)
    reason = SealedTextField("Grund", max_length=600)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    reviewed_by = models.UUIDField(null=True, editable=False)
    reviewed_at = models.DateTimeField(null=True, editable=False)
    justified = models.BooleanField("war nötig", null=True)
    finding = SealedTextField("Bewertung", max_length=600, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["person", "expires_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("opened_at")), name="emergency_times"),
            models.CheckConstraint(
                condition=Q(reviewed_by=None, reviewed_at=None, justified=None)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False, justified__isnull=False),
                name="emergency_reviewed",
            ),
            models.CheckConstraint(condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("person")), name="emergency_four"),
        ]


class CaseRules(VersionedModel):
    """What the office has set for its cases; one row."""

    approval_minutes_a_week = models.PositiveIntegerField(
        "Stunden je Woche, ab denen die Leitung zustimmt", default=600
    )
    approval_months = models.PositiveSmallIntegerField("Monate, ab denen die Leitung zustimmt", default=12)
    approval_residential = models.BooleanField("Hilfen außerhalb der Familie brauchen die Leitung", default=True)
    review_months = models.PositiveSmallIntegerField("Hilfeplan prüfen nach Monaten", default=6)
    emergency_hours = models.PositiveSmallIntegerField("Notzugriff gilt für Stunden", default=24)
    first_assessment_days = models.PositiveSmallIntegerField("Erste Einschätzung nach § 8a binnen Tagen", default=1)
