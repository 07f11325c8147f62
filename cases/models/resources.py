"""The resource map of a district (R24): people, places, clubs, offers. No client data, so it is stored in clear."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from contracts.models import District
from contracts.models.engagement import organisation_field
from kernel.keys import sort_key
from kernel.tenancy.models import VersionedModel


class Resource(VersionedModel):
    """Something or someone in the district that can help, known to whom asks for it."""

    class Kind(models.TextChoices):
        PERSON = "person", "Mensch"
        PLACE = "place", "Ort"
        CLUB = "club", "Verein"
        OFFER = "offer", "Angebot"
        SCHOOL = "school", "Schule"
        DAY_CARE = "day_care", "Kita"
        SERVICE = "service", "Beratung oder Dienst"

    districts = models.ManyToManyField(District, related_name="resources", verbose_name="Räume")
    kind = models.CharField("Art", max_length=8, choices=Kind)
    name = models.CharField("Name", max_length=160)
    sort_key = models.CharField(max_length=120, editable=False)
    description = models.CharField("Was dort möglich ist", max_length=1000, blank=True, default="")
    tags = ArrayField(models.CharField(max_length=40), verbose_name="Schlagworte", default=list, blank=True)
    tag_text = models.CharField(max_length=500, editable=False, default="")
    opening = models.CharField("Zeiten", max_length=200, blank=True, default="")
    address = models.CharField("Anschrift", max_length=200, blank=True, default="")
    contact = models.CharField("Ansprechstelle", max_length=160, blank=True, default="")
    phone = models.CharField("Telefon", max_length=60, blank=True, default="")
    email = models.EmailField("E-Mail", blank=True, default="")
    website = models.URLField("Internet", blank=True, default="")
    latitude = models.DecimalField("Breite", max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField("Länge", max_digits=8, decimal_places=5, null=True, blank=True)
    organisation = organisation_field(null=True)
    last_confirmed_on = models.DateField("zuletzt bestätigt am")
    confirmed_by = models.UUIDField(editable=False)
    closed_on = models.DateField("gibt es nicht mehr seit", null=True, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("name", weight="A", config="german")
        + SearchVector("tag_text", weight="B", config="german")
        + SearchVector("description", "address", weight="C", config="german"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["sort_key", "id"]
        indexes = [
            GinIndex(fields=["search"], name="resource_search"),
            GinIndex(fields=["sort_key"], name="resource_trigrams", opclasses=["gin_trgm_ops"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="resource_coordinates",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.name)
        self.tag_text = " ".join(self.tags)[:500]
        super().save(*args, **kwargs)
