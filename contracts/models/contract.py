"""Framework contracts between the office and several providers (R4, R5, R9)."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from contracts.models.engagement import organisation_field
from contracts.models.terms import FieldOfHelp
from kernel.keys import sort_key
from kernel.tenancy.models import VersionedModel


class Contract(VersionedModel):
    """One version of a framework contract (Rahmenvertrag)."""

    class State(models.TextChoices):
        DRAFT = "draft", "Entwurf"
        NEGOTIATION = "negotiation", "in Verhandlung"
        DECIDED = "decided", "beschlossen"
        SIGNED = "signed", "unterzeichnet"
        IN_FORCE = "in_force", "in Kraft"
        EXPIRED = "expired", "abgelaufen"
        TERMINATED = "terminated", "beendet"
        SUPERSEDED = "superseded", "abgelöst"

    class Regime(models.TextChoices):
        AMBULANT = "77", "§ 77 SGB VIII (ambulant)"
        RESIDENTIAL = "78a", "§§ 78a–g SGB VIII (teilstationär, stationär)"

    class Schedule(models.TextChoices):
        MONTHLY = "monthly", "monatlich"
        QUARTER_START = "quarter_start", "zum Beginn des Quartals"
        QUARTER_MIDDLE = "quarter_middle", "zur Mitte des Quartals"
        QUARTER_END = "quarter_end", "zum Ende des Quartals"
        YEARLY = "yearly", "jährlich"
        OWN = "own", "zu eigenen Terminen"

    class Relation(models.TextChoices):
        """What a version is to the one before it."""

        FIRST = "first", "erste Fassung"
        AMENDMENT = "amendment", "Änderung"
        RENEWAL = "renewal", "Verlängerung"

    class Surplus(models.TextChoices):
        """What happens with money or hours left at the end of a year (R14)."""

        REPAY = "repay", "wird zurückgezahlt"
        CARRY_OVER = "carry_over", "wird ins nächste Jahr übertragen"
        SHARE = "share", "wird zwischen Amt und Träger geteilt"
        CONVERT = "convert", "wird in vorbeugende Arbeit umgewandelt"

    number = models.CharField("Nummer", max_length=40, unique=True)
    subject = models.CharField("Gegenstand", max_length=200)
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    regime = models.CharField("Rechtsgrundlage", max_length=3, choices=Regime, default=Regime.AMBULANT)
    field_of_help = models.CharField("Hilfefeld", max_length=12, choices=FieldOfHelp, default=FieldOfHelp.EDUCATION)
    schedule = models.CharField("Abschläge", max_length=14, choices=Schedule, default=Schedule.QUARTER_MIDDLE)
    state = models.CharField("Stand", max_length=12, choices=State, default=State.DRAFT, editable=False, db_index=True)
    begins = models.DateField("beginnt am", null=True, blank=True)
    ends = models.DateField("endet am", null=True, blank=True)
    decision_body = models.CharField("Beschlossen von", max_length=120, blank=True, default="")
    decision_reference = models.CharField("Beschluss", max_length=120, blank=True, default="")
    decided_on = models.DateField("beschlossen am", null=True, blank=True)
    no_decision_reason = models.CharField("ohne Beschluss, weil", max_length=200, blank=True, default="")
    child_protection = models.BooleanField("Kinderschutz vereinbart (§ 8a Abs. 4 SGB VIII)", default=False)
    staff_suitability = models.BooleanField("Keine einschlägig Vorbestraften (§ 72a SGB VIII)", default=False)
    data_protection = models.BooleanField("Datenschutz vereinbart (§ 61 Abs. 3 SGB VIII)", default=False)
    retention = models.BooleanField("Aufbewahrung und Einsicht vereinbart (§ 9b Abs. 2 SGB VIII)", default=False)
    low_threshold = models.BooleanField("Hilfe ohne vorherige Entscheidung (§ 36a Abs. 2 SGB VIII)", default=False)
    surplus_rule = models.CharField("Überschuss", max_length=10, choices=Surplus, default=Surplus.REPAY)
    surplus_percent = models.DecimalField("Anteil des Trägers in %", max_digits=5, decimal_places=2, default=0)
    direct_percent = models.DecimalField(
        "vereinbarter Anteil direkter Kontakte in %", max_digits=5, decimal_places=2, default=0
    )
    corridor_percent = models.DecimalField("Korridor in %", max_digits=5, decimal_places=2, default=0)
    notice_months = models.PositiveSmallIntegerField("Kündigungsfrist in Monaten", default=0)
    negotiation_requested_on = models.DateField("zu Verhandlungen aufgefordert am", null=True, blank=True)
    arbitration_applied_on = models.DateField("Schiedsstelle angerufen am", null=True, blank=True)
    in_force_since = models.DateField(null=True, blank=True, editable=False)
    in_force_until = models.DateField(null=True, blank=True, editable=False)
    notice_on = models.DateField("gekündigt am", null=True, blank=True, editable=False)
    terminates_on = models.DateField("gekündigt zum", null=True, blank=True, editable=False)
    notice_by = organisation_field(null=True)
    termination_reason = models.CharField("Kündigungsgrund", max_length=300, blank=True, default="", editable=False)
    relation = models.CharField("Fassung", max_length=10, choices=Relation, default=Relation.FIRST, editable=False)
    change_note = models.CharField("Was sich ändert", max_length=600, blank=True, default="")
    root = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="versions")
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="next_versions")
    remark = models.CharField("Bemerkung", max_length=300, blank=True, default="")

    CHECKLIST = ("child_protection", "staff_suitability", "data_protection", "retention")
    BEFORE_FORCE = (State.DRAFT, State.NEGOTIATION, State.DECIDED, State.SIGNED)

    class Meta:
        ordering = ["-begins", "sort_key", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gte=F("begins")), name="contract_dates"),
            models.CheckConstraint(
                condition=~Q(state__in=["in_force", "expired", "terminated", "superseded"])
                | Q(begins__isnull=False, in_force_since__isnull=False),
                name="contract_in_force_has_begin",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "negotiation"])
                | Q(decided_on__isnull=False) & ~Q(decision_body="")
                | ~Q(no_decision_reason=""),
                name="contract_decided_before_signed",
            ),
            models.CheckConstraint(
                condition=Q(relation="first", root=None)
                | ~Q(relation="first") & Q(root__isnull=False, previous__isnull=False),
                name="contract_version_of",
            ),
            models.UniqueConstraint(
                fields=["root"],
                condition=Q(state__in=["draft", "negotiation", "decided", "signed"]),
                name="contract_one_open_version",
            ),
            models.CheckConstraint(
                condition=Q(notice_on=None, terminates_on=None, notice_by=None)
                | Q(notice_on__isnull=False, terminates_on__gte=F("notice_on")),
                name="contract_terminated",
            ),
            models.CheckConstraint(
                condition=Q(in_force_until=None) | Q(in_force_until__gte=F("in_force_since")),
                name="contract_in_force_dates",
            ),
            models.CheckConstraint(condition=Q(surplus_percent__range=(0, 100)), name="contract_surplus_percent"),
            models.CheckConstraint(condition=Q(direct_percent__range=(0, 100)), name="contract_direct_percent"),
            models.CheckConstraint(condition=Q(corridor_percent__range=(0, 100)), name="contract_corridor_percent"),
            models.CheckConstraint(
                condition=~Q(regime="78a") | Q(surplus_rule="repay", surplus_percent=0), name="contract_no_settlement"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.subject)
        super().save(*args, **kwargs)

    def missing_agreements(self) -> list[str]:
        """What the law wants agreed before anyone signs and is not yet ticked, in words (R9)."""
        fields = [f for f in self._meta.fields if f.name in self.CHECKLIST]
        return [str(f.verbose_name) for f in fields if not getattr(self, f.name)]

    @property
    def file(self) -> "Contract":
        """The first version: roles, budget lines and documents of all versions hang on it."""
        return self.root or self

    def version_on(self, day: date) -> "Contract | None":
        """The version of the file that was in force on a day (R4)."""
        file = self.root_id or self.pk
        versions = Contract.objects.filter(Q(pk=file) | Q(root=file), in_force_since__lte=day)
        for last in ("in_force_until", "terminates_on", "ends"):
            versions = versions.filter(Q(**{last: None}) | Q(**{f"{last}__gte": day}))
        return versions.order_by("-in_force_since", "-id").first()

    @property
    def last_day(self) -> date | None:
        """The last day on which this version is or was in force; None while no end is known (R4)."""
        return min(filter(None, (self.in_force_until, self.terminates_on, self.ends)), default=None)

    def state_on(self, day: date) -> "Contract.State":
        """What it is on a day, also if nobody has recorded its end yet; before it came into force what dates tell (R4)."""
        state = self.State
        if self.in_force_since and self.in_force_since <= day:
            last = self.last_day
            if (last and day <= last) or (self.state == state.IN_FORCE and last is None):
                return state.IN_FORCE
            if self.state != state.IN_FORCE:
                return state(self.state)
            return state.TERMINATED if last == self.terminates_on else state.EXPIRED
        if self.in_force_since is None:
            return state(self.state)
        return state.DECIDED if self.decided_on and self.decided_on <= day else state.NEGOTIATION

    @property
    def own_dates(self) -> list[tuple[int, int]]:
        """Month and day of the payments of a contract with own dates (R11)."""
        return [(d.month, d.day) for d in self.schedule_dates.all()] if self.schedule == self.Schedule.OWN else []

    @property
    def is_open(self) -> bool:
        """Whether its text may still change."""
        return self.state in (self.State.DRAFT, self.State.NEGOTIATION)


class Party(VersionedModel):
    """A party to a contract: a provider, or the office itself (no organisation)."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="parties")
    organisation = organisation_field(null=True)
    signatories = models.PositiveSmallIntegerField("Zahl der Unterschriften", default=1)

    class Meta:
        ordering = ["organisation__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "organisation"], name="party_once", nulls_distinct=False),
            models.CheckConstraint(condition=Q(signatories__gte=1, signatories__lte=9), name="party_signatories"),
        ]


class Signature(VersionedModel):
    """A signature with its date and the signatory's function; no name is needed (R4)."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="signatures")
    function = models.CharField("Funktion", max_length=120)
    signed_on = models.DateField("unterzeichnet am")
    recorded_by = models.UUIDField(editable=False)

    class Meta:
        ordering = ["signed_on", "id"]
        constraints = [models.UniqueConstraint(fields=["party", "function"], name="signature_once")]


class ScheduleDate(VersionedModel):
    """A day of the year on which a contract with own dates pays (R11)."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="schedule_dates")
    month = models.PositiveSmallIntegerField("Monat")
    day = models.PositiveSmallIntegerField("Tag")

    class Meta:
        ordering = ["month", "day"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "month", "day"], name="schedule_date_once"),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="schedule_date_month"),
            models.CheckConstraint(condition=Q(day__range=(1, 31)), name="schedule_date_day"),
        ]
