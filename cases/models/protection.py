"""Suspected endangerment (§ 8a): apart from ordinary consultation, with its own rights (R20)."""

from django.db import models
from django.db.models import F, Q

from cases.models.casefile import CaseFile, CasePerson
from cases.models.sheet import Item
from contracts.models import District
from contracts.models.engagement import organisation_field
from kernel.sealed.fields import SealedTextField
from kernel.tenancy.models import VersionedModel


class Protection(VersionedModel):
    """A § 8a process. It alone holds the phase of risk, with its begin and end (R20, indicator 14)."""

    class State(models.TextChoices):
        RAISED = "raised", "gemeldet"
        ASSESSING = "assessing", "in Einschätzung"
        CONCEPT = "concept", "Schutzkonzept läuft"
        CLOSED = "closed", "abgeschlossen"

    class Outcome(models.TextChoices):
        ACUTE = "acute", "akute Gefährdung"
        LATENT = "latent", "latente Gefährdung"
        NEED = "need", "keine Gefährdung, aber Hilfebedarf"
        NONE = "none", "keine Gefährdung"

    class Source(models.TextChoices):
        OFFICE = "office", "Jugendamt"
        CONSULTATION = "consultation", "aus einer Beratung"
        PROVIDER = "provider", "Mitteilung eines Trägers (§ 8a Abs. 4)"
        OUTSIDE = "outside", "Meldung von außen"

    number = models.CharField("Kennung", max_length=12, unique=True)
    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="protections", null=True, blank=True)
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="protection", null=True, blank=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="protections", verbose_name="Raum")
    persons = models.ManyToManyField(CasePerson, related_name="protections", verbose_name="betroffen", blank=True)
    source = models.CharField("Herkunft", max_length=12, choices=Source)
    state = models.CharField("Stand", max_length=9, choices=State, default=State.RAISED)
    concern = SealedTextField("Anhaltspunkte", max_length=6000)
    raised_by = models.UUIDField(editable=False)
    raised_at = models.DateTimeField()
    assess_until = models.DateField("erste Einschätzung bis")
    begins = models.DateField("Gefährdungsphase seit", null=True, blank=True)
    ends = models.DateField("Gefährdungsphase bis", null=True, blank=True)
    family_involved = models.BooleanField("Familie einbezogen", null=True)
    not_involved_reason = SealedTextField("Warum nicht einbezogen", max_length=1000, blank=True)
    outcome = models.CharField("Ergebnis", max_length=6, choices=Outcome, blank=True, default="")
    assessed_at = models.DateTimeField(null=True, editable=False)
    concept = SealedTextField("Schutzkonzept", max_length=6000, blank=True)
    concept_review_on = models.DateField("Schutzkonzept prüfen am", null=True, blank=True)
    closed_on = models.DateField("abgeschlossen am", null=True, blank=True)

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gte=F("begins")), name="protection_phase"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(family_involved__isnull=False), name="protection_family_asked"
            ),
            models.CheckConstraint(condition=~Q(state="closed") | Q(closed_on__isnull=False), name="protection_closed"),
        ]

    def __str__(self) -> str:
        return self.number


class ProtectionMember(VersionedModel):
    """A professional in charge of a process; at least two before it is assessed (§ 8a Abs. 1)."""

    protection = models.ForeignKey(Protection, on_delete=models.CASCADE, related_name="members")
    person = models.UUIDField("Fachkraft")
    responsible = models.BooleanField("federführend", default=False)

    class Meta:
        ordering = ["protection", "-responsible", "id"]
        indexes = [models.Index(fields=["person"])]
        constraints = [
            models.UniqueConstraint(fields=["protection", "person"], name="protection_member_once"),
            models.UniqueConstraint(
                fields=["protection"], condition=Q(responsible=True), name="protection_one_responsible"
            ),
        ]


class AssessmentPart(VersionedModel):
    """One field of the assessment sheet: what was seen, and how it is weighed."""

    class Topic(models.TextChoices):
        CARE = "care", "Grundversorgung"
        HEALTH = "health", "Gesundheit"
        BOND = "bond", "Bindung und Beziehung"
        VIOLENCE = "violence", "Gewalt und Grenzverletzung"
        SUPERVISION = "supervision", "Aufsicht"
        PARENTS = "parents", "Einsicht und Mitwirkung der Eltern"
        CHILD = "child", "Sicht des Kindes"
        PROTECTIVE = "protective", "Schützende Umstände"

    class Weight(models.TextChoices):
        GOOD = "good", "unauffällig"
        UNCLEAR = "unclear", "unklar"
        CONCERN = "concern", "besorgniserregend"
        DANGER = "danger", "gefährdend"

    protection = models.ForeignKey(Protection, on_delete=models.CASCADE, related_name="parts")
    topic = models.CharField("Bereich", max_length=11, choices=Topic)
    seen = SealedTextField("Was wir wissen", max_length=3000, blank=True)
    weight = models.CharField("Einschätzung", max_length=7, choices=Weight, default=Weight.UNCLEAR)
    written_by = models.UUIDField(editable=False)

    class Meta:
        ordering = ["protection", "id"]
        constraints = [models.UniqueConstraint(fields=["protection", "topic"], name="assessment_part_once")]


class ProtectionStep(VersionedModel):
    """What is to be done until when: a home visit, a talk, the family court, a part of the protection concept."""

    protection = models.ForeignKey(Protection, on_delete=models.CASCADE, related_name="steps")
    text = SealedTextField("Schritt", max_length=600)
    due_on = models.DateField("bis")
    done_on = models.DateField("erledigt am", null=True, blank=True)
    result = SealedTextField("Ergebnis", max_length=1000, blank=True)
    person = models.UUIDField("wer")

    class Meta:
        ordering = ["due_on", "id"]


class ProviderNotice(VersionedModel):
    """A provider's own notification of signs of endangerment (§ 8a Abs. 4); the office takes it up as a process."""

    organisation = organisation_field()
    author = models.UUIDField(editable=False)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="notices", verbose_name="Raum")
    reference_number = models.CharField("Fallreferenz", max_length=20, blank=True, default="")
    about = SealedTextField("Um wen geht es?", max_length=600)
    concern = SealedTextField("Anhaltspunkte", max_length=6000)
    done = SealedTextField("Was Sie schon getan haben", max_length=3000, blank=True)
    expert_on = models.DateField("insoweit erfahrene Fachkraft beraten am", null=True, blank=True)
    family_told = models.BooleanField("mit der Familie besprochen", default=False)
    not_told_reason = SealedTextField("Warum nicht besprochen", max_length=1000, blank=True)
    received_by = models.UUIDField(null=True, editable=False)
    received_at = models.DateTimeField("Eingang bestätigt", null=True, editable=False)
    protection = models.OneToOneField(
        Protection, on_delete=models.PROTECT, related_name="notice", null=True, blank=True
    )

    class Meta:
        ordering = ["-created_at", "-id"]
