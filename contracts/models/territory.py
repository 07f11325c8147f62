"""Districts (Sozialräume, Bezirke …) and their centres (R3)."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from contracts.models.terms import dates_in_order
from kernel.keys import sort_key
from kernel.tenancy.models import VersionedModel


class District(VersionedModel):
    """A district of the office, dated: renamed, split and closed districts stay answerable."""

    name = models.CharField("Name", max_length=120)
    sort_key = models.CharField(max_length=120, editable=False)
    begins = models.DateField("besteht seit")
    ends = models.DateField("besteht bis", null=True, blank=True)
    pilot = models.BooleanField("Modellraum", default=False)
    remark = models.CharField("Bemerkung", max_length=300, blank=True, default="")

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [dates_in_order("district_dates")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    def name_on(self, day: date) -> str:
        """What it was or will be called on a day; before its first name, the first (R3)."""
        names = list(self.names.all())
        if not names:
            return self.name
        return next((n.name for n in reversed(names) if n.begins <= day), names[0].name)


class DistrictName(VersionedModel):
    """What a district was called from a day on (R3).

    `District.name` is the one of today: a name that begins later stands only here until its day comes
    (`usecases.names`). A district that was never renamed has no row.
    """

    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="names")
    name = models.CharField("Name", max_length=120)
    begins = models.DateField("heißt so seit")

    class Meta:
        ordering = ["begins"]
        constraints = [models.UniqueConstraint(fields=["district", "begins"], name="district_name_once")]


class DistrictSuccession(VersionedModel):
    """Which district followed which on a day, when one was split or several were merged (R3)."""

    predecessor = models.ForeignKey(District, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(District, on_delete=models.PROTECT, related_name="origins")
    begins = models.DateField("seit")

    class Meta:
        ordering = ["begins", "id"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=models.F("successor")), name="succession_two"),
        ]


class DistrictBorder(VersionedModel):
    """Where a district lies, as a GeoJSON geometry; apart, because it is long and only the map needs it."""

    district = models.OneToOneField(District, on_delete=models.CASCADE, related_name="border")
    geometry = models.JSONField("Grenze")


class Centre(VersionedModel):
    """A place in the district where families come without an application; its opening may be known only roughly."""

    class Precision(models.TextChoices):
        DAY = "day", "auf den Tag"
        MONTH = "month", "auf den Monat"
        YEAR = "year", "auf das Jahr"
        PLANNED = "planned", "geplant"

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="centres", verbose_name="Raum")
    name = models.CharField("Name", max_length=120)
    sort_key = models.CharField(max_length=120, editable=False)
    opened_on = models.DateField("eröffnet am", null=True, blank=True)
    precision = models.CharField("Eröffnung bekannt", max_length=8, choices=Precision, default=Precision.DAY)
    closed_on = models.DateField("geschlossen am", null=True, blank=True)
    address = models.CharField("Anschrift", max_length=200, blank=True, default="")
    remark = models.CharField("Bemerkung", max_length=300, blank=True, default="")

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(precision="planned") | Q(opened_on__isnull=False), name="centre_open_or_planned"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=models.F("opened_on")), name="centre_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    def period_on(self, day: date) -> "CentrePeriod | None":
        """Its name and district on a day; nothing if it was never renamed or moved (R3)."""
        periods = list(self.periods.all())
        return next((p for p in reversed(periods) if p.begins <= day), periods[0] if periods else None)

    def district_on(self, day: date) -> District:
        """The district to which it belongs on a day, so that counts stay attributable (R3)."""
        period = self.period_on(day)
        return period.district if period else self.district

    def is_open_on(self, day: date) -> bool:
        """Whether families can come on that day; the last day counts."""
        return (
            self.opened_on is not None and self.opened_on <= day and (self.closed_on is None or day <= self.closed_on)
        )


class CentrePeriod(VersionedModel):
    """What a centre was called and where it belonged from a day on; `Centre` itself says today's (R3)."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="periods")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("Name", max_length=120)
    begins = models.DateField("seit")

    class Meta:
        ordering = ["begins"]
        constraints = [models.UniqueConstraint(fields=["centre", "begins"], name="centre_period_once")]
