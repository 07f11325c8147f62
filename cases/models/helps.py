"""Helps as they are granted and counted (R16, R23a, § 99), and the help plan (§ 36)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models.casefile import Assignment, CaseFile, CasePerson
from contracts.models import BudgetLine, Setting
from contracts.models.engagement import organisation_field
from contracts.models.terms import dates_in_order
from kernel.sealed.fields import SealedTextField
from kernel.tenancy.models import VersionedModel


class Paragraph(models.TextChoices):
    """By which paragraph of SGB VIII help is given."""

    P16 = "16", "§ 16 Förderung der Erziehung in der Familie"
    P19 = "19", "§ 19 Gemeinsame Wohnform"
    P20 = "20", "§ 20 Notsituationen"
    P27_2 = "27_2", "§ 27 Abs. 2 Hilfe nach Maß"
    P28 = "28", "§ 28 Erziehungsberatung"
    P29 = "29", "§ 29 Soziale Gruppenarbeit"
    P30 = "30", "§ 30 Erziehungsbeistand"
    P31 = "31", "§ 31 Sozialpädagogische Familienhilfe"
    P32 = "32", "§ 32 Tagesgruppe"
    P33 = "33", "§ 33 Vollzeitpflege"
    P34 = "34", "§ 34 Heim oder betreute Wohnform"
    P35 = "35", "§ 35 Intensive Einzelbetreuung"
    P35A = "35a", "§ 35a Eingliederungshilfe"
    P41 = "41", "§ 41 Hilfe für junge Volljährige"
    P42 = "42", "§ 42 Inobhutnahme"


class Help(VersionedModel):
    """A help for a family, with what it began with (R23a) and what the official statistics ask (§ 99)."""

    class State(models.TextChoices):
        APPROVAL = "approval", "wartet auf Zustimmung"
        RUNNING = "running", "läuft"
        ENDED = "ended", "beendet"
        REFUSED = "refused", "nicht zugestimmt"

    class Ground(models.TextChoices):
        DECISION = "decision", "Entscheidung des Jugendamts (§ 36a Abs. 1)"
        LOW_THRESHOLD = "low_threshold", "niedrigschwellig ohne Entscheidung (§ 36a Abs. 2)"
        SELF_PROCURED = "self_procured", "selbst beschafft (§ 36a Abs. 3)"
        TAKEN_INTO_CARE = "taken_into_care", "Inobhutnahme (§§ 42, 42a)"

    class Reason(models.TextChoices):
        """Reasons for help as the official statistics list them."""

        UNSUPPLIED = "10", "Unversorgtheit des jungen Menschen"
        NEGLECT = "11", "Unzureichende Förderung, Betreuung oder Versorgung"
        ENDANGERED = "12", "Gefährdung des Kindeswohls"
        PARENTING = "13", "Eingeschränkte Erziehungskompetenz"
        PARENTS_PROBLEMS = "14", "Belastung durch Problemlagen der Eltern"
        CONFLICTS = "15", "Belastung durch familiäre Konflikte"
        BEHAVIOUR = "16", "Auffälligkeiten im sozialen Verhalten"
        DEVELOPMENT = "17", "Entwicklungsauffälligkeiten oder seelische Probleme"
        SCHOOL = "18", "Schulische oder berufliche Probleme"

    class EndReason(models.TextChoices):
        """How a help ended (§ 99 Abs. 1)."""

        PLANNED = "planned", "gemäß Hilfeplan"
        BY_FAMILY = "by_family", "vorzeitig durch Sorgeberechtigte oder jungen Menschen"
        BY_PROVIDER = "by_provider", "vorzeitig durch den Träger"
        BY_OFFICE = "by_office", "vorzeitig durch das Jugendamt"
        HANDED_OVER = "handed_over", "Abgabe an ein anderes Jugendamt"
        OTHER = "other", "sonstiger Grund"

    class After(models.TextChoices):
        """What follows (§ 99 Abs. 1: anschließende Hilfe)."""

        NONE = "none", "keine Hilfe"
        OTHER_HELP = "other_help", "eine andere Hilfe"
        AFTERCARE = "aftercare", "Nachbetreuung (§ 41a)"
        COUNSELLING = "counselling", "Beratung oder Angebot im Raum"

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="helps")
    persons = models.ManyToManyField(CasePerson, related_name="helps", verbose_name="für")
    paragraph = models.CharField("Hilfe nach", max_length=4, choices=Paragraph)
    setting = models.CharField("Form", max_length=12, choices=Setting)
    organisation = organisation_field(null=True)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="helps", null=True, blank=True)
    outside = models.BooleanField("Träger außerhalb der Verträge", default=False)
    state = models.CharField("Stand", max_length=8, choices=State)
    ground = models.CharField("Grundlage", max_length=16, choices=Ground)
    ground_on = models.DateField("Entscheidung oder Anlass vom")
    decided_by = models.UUIDField("entschieden von", null=True, editable=False)
    approved_by = models.UUIDField("zugestimmt von", null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approval_remark = SealedTextField("Bemerkung der Leitung", max_length=600, blank=True)
    advised_on = models.DateField("über Wunsch und Wahl beraten am", null=True, blank=True)
    begins = models.DateField("beginnt am")
    planned_end = models.DateField("voraussichtlich bis", null=True, blank=True)
    ends = models.DateField("beendet am", null=True, blank=True)
    minutes_a_week = models.PositiveIntegerField("Umfang je Woche", default=0)
    what = SealedTextField("Was die Hilfe leistet", max_length=2000, blank=True)
    reasons = ArrayField(
        models.CharField(max_length=2, choices=Reason), verbose_name="Gründe", default=list, blank=True, size=3
    )
    after_assessment = models.BooleanField("nach einer Einschätzung nach § 8a", default=False)
    end_reason = models.CharField("Wie sie endete", max_length=12, choices=EndReason, blank=True, default="")
    after = models.CharField("Was folgt", max_length=12, choices=After, blank=True, default="")
    living_after = models.CharField(
        "Wo der junge Mensch danach lebt", max_length=14, choices=CasePerson.Living, blank=True, default=""
    )

    class Meta:
        ordering = ["-begins", "-id"]
        indexes = [models.Index(fields=["organisation", "begins"]), models.Index(fields=["state", "begins"])]
        constraints = [
            dates_in_order("help_dates"),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="help_approved",
            ),
            models.CheckConstraint(
                condition=~Q(ground="decision") | Q(decided_by__isnull=False), name="help_decided_by_office"
            ),
            models.CheckConstraint(condition=~Q(state="ended") | ~Q(end_reason=""), name="help_end_reason"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("decided_by")), name="help_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_paragraph_display()}, ab {self.begins:%d.%m.%Y}"


class HelpBooking(VersionedModel):
    """Hours that a decision books on a budget line; a booking beyond the line says why."""

    help = models.ForeignKey(Help, on_delete=models.PROTECT, related_name="bookings")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="help_bookings")
    minutes = models.PositiveIntegerField("Stunden")
    beyond_reason = models.CharField("Warum mehr als vereinbart", max_length=300, blank=True, default="")
    booked_by = models.UUIDField(editable=False)

    class Meta:
        ordering = ["line", "id"]
        constraints = [models.UniqueConstraint(fields=["help", "line"], name="help_booking_once")]


class HelpPlan(VersionedModel):
    """The help plan (§ 36): need, kind and necessary services, made together with the family and several professionals."""

    class State(models.TextChoices):
        DRAFT = "draft", "Entwurf"
        AGREED = "agreed", "vereinbart"
        REPLACED = "replaced", "durch einen neuen ersetzt"

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField("Fassung")
    state = models.CharField("Stand", max_length=8, choices=State, default=State.DRAFT)
    helps = models.ManyToManyField(Help, related_name="plans", verbose_name="Hilfen", blank=True)
    need = SealedTextField("Bedarf", max_length=6000, blank=True)
    services = SealedTextField("notwendige Leistungen", max_length=6000, blank=True)
    professionals = SealedTextField("Fachkräfte, die mitgewirkt haben", max_length=600, blank=True)
    family_view = SealedTextField("Was die Familie sagt", max_length=3000, blank=True)
    siblings = SealedTextField("Geschwister", max_length=1000, blank=True)
    perspective = SealedTextField("Perspektive (§ 37c)", max_length=2000, blank=True)
    advised_on = models.DateField("verständlich beraten am", null=True, blank=True)
    transfer_check_on = models.DateField("Übergang geprüft am (§ 41 Abs. 3)", null=True, blank=True)
    agreed_on = models.DateField("vereinbart am", null=True, blank=True)
    review_on = models.DateField("nächste Überprüfung", null=True, blank=True)

    class Meta:
        ordering = ["case", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="plan_number_once"),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(agreed_on__isnull=False, review_on__isnull=False), name="plan_agreed"
            ),
        ]


class PlanGoal(VersionedModel):
    """A goal of the plan: a direction, and the steps by which one can see that it comes nearer (R22)."""

    class Kind(models.TextChoices):
        DIRECTION = "direction", "Richtungsziel"
        ACTION = "action", "Handlungsziel"

    class Reached(models.TextChoices):
        OPEN = "open", "offen"
        PARTLY = "partly", "teilweise erreicht"
        REACHED = "reached", "erreicht"
        DROPPED = "dropped", "aufgegeben"

    plan = models.ForeignKey(HelpPlan, on_delete=models.CASCADE, related_name="goals")
    kind = models.CharField("Art", max_length=9, choices=Kind, default=Kind.ACTION)
    position = models.PositiveSmallIntegerField(default=0)
    text = SealedTextField("Ziel", max_length=600)
    sign = SealedTextField("Woran man es merkt", max_length=600, blank=True)
    due_on = models.DateField("bis", null=True, blank=True)
    reached = models.CharField("Stand", max_length=7, choices=Reached, default=Reached.OPEN)

    class Meta:
        ordering = ["plan", "position", "id"]


class PlanReview(VersionedModel):
    """A review of the plan (§ 36 Abs. 2 Satz 2): due on a day, held on a day."""

    plan = models.ForeignKey(HelpPlan, on_delete=models.CASCADE, related_name="reviews")
    due_on = models.DateField("fällig am")
    held_on = models.DateField("geführt am", null=True, blank=True)
    result = SealedTextField("Ergebnis", max_length=3000, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["due_on"], condition=Q(held_on=None), name="review_open")]
