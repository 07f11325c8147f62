"""What a centre offers before any case, and who came, without names (R23b)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q, Value

from contracts.models.engagement import organisation_field
from contracts.models.terms import DateRange, dates_in_order
from contracts.models.territory import Centre, District
from kernel.keys import sort_key
from kernel.tenancy.models import VersionedModel


class CentreMember(VersionedModel):
    """A member of a centre's team, of the office or of a provider, from when to when (R3)."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="team", verbose_name="Zentrum")
    person = models.UUIDField("Person")
    organisation = organisation_field(null=True)
    function = models.CharField("Aufgabe", max_length=120)
    begins = models.DateField("im Team seit")
    ends = models.DateField("im Team bis", null=True, blank=True)

    class Meta:
        ordering = ["centre", "begins", "id"]
        indexes = [models.Index(fields=["person"])]
        constraints = [
            dates_in_order("member_dates"),
            ExclusionConstraint(
                name="member_once",
                expressions=[
                    ("centre", "="),
                    ("person", "="),
                    (DateRange(F("begins"), F("ends"), Value("[]")), "&&"),
                ],
            ),
        ]


class Offer(VersionedModel):
    """An entry of a centre's catalogue: Elterncafé, Babyclub, Hausaufgabenhilfe … (R23b)."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="offers", verbose_name="Zentrum")
    organisation = organisation_field(null=True)
    name = models.CharField("Name", max_length=120)
    sort_key = models.CharField(max_length=120, editable=False)
    description = models.CharField("Beschreibung", max_length=600, blank=True, default="")
    audience = models.CharField("Für wen", max_length=120, blank=True, default="")
    begins = models.DateField("gibt es seit")
    ends = models.DateField("gibt es bis", null=True, blank=True)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [dates_in_order("offer_dates")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


class OfferDate(VersionedModel):
    """A date of an offer; afterwards how many came, as numbers only (R23b)."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="dates", verbose_name="Angebot")
    held_on = models.DateField("Tag", db_index=True)
    begins_at = models.TimeField("von")
    ends_at = models.TimeField("bis")
    place = models.CharField("Ort", max_length=200, blank=True, default="")
    places = models.PositiveSmallIntegerField("Plätze", null=True, blank=True)
    cancelled = models.BooleanField("abgesagt", default=False)
    adults = models.PositiveSmallIntegerField("Erwachsene", null=True, blank=True)
    children = models.PositiveSmallIntegerField("Kinder", null=True, blank=True)

    class Meta:
        ordering = ["held_on", "begins_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="offer_date_times"),
            models.CheckConstraint(
                condition=Q(adults=None, children=None) | Q(adults__isnull=False, children__isnull=False),
                name="offer_date_attended",
            ),
            models.UniqueConstraint(fields=["offer", "held_on", "begins_at"], name="offer_date_once"),
        ]


class Contact(VersionedModel):
    """Someone came without an appointment, or for a short counselling: counted, never named (R23b)."""

    class Kind(models.TextChoices):
        WALK_IN = "walk_in", "Kontakt ohne Termin"
        COUNSELLING = "counselling", "Kurzberatung"

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="contacts", verbose_name="Zentrum")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="contacts", verbose_name="Raum")
    organisation = organisation_field(null=True)
    kind = models.CharField("Art", max_length=12, choices=Kind)
    happened_on = models.DateField("Tag")
    recorded_by = models.UUIDField(editable=False)

    class Meta:
        ordering = ["-happened_on", "-id"]
        indexes = [models.Index(fields=["district", "happened_on"]), models.Index(fields=["centre", "happened_on"])]
