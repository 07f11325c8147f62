"""The offices on the service, their addresses, and the provider organisations that work for them."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django_tenants.models import DomainMixin, TenantMixin

from kernel.keys import sort_key
from kernel.tenancy.place import Place

key_validator = RegexValidator(r"^[a-z][a-z0-9_]{1,40}\Z", "Kleinbuchstaben, Ziffern und _; am Anfang ein Buchstabe.")


class State(models.TextChoices):
    """The sixteen states, by the codes that the holiday calendar uses as well."""

    BW = "BW", "Baden-Württemberg"
    BY = "BY", "Bayern"
    BE = "BE", "Berlin"
    BB = "BB", "Brandenburg"
    HB = "HB", "Bremen"
    HH = "HH", "Hamburg"
    HE = "HE", "Hessen"
    MV = "MV", "Mecklenburg-Vorpommern"
    NI = "NI", "Niedersachsen"
    NW = "NW", "Nordrhein-Westfalen"
    RP = "RP", "Rheinland-Pfalz"
    SL = "SL", "Saarland"
    SN = "SN", "Sachsen"
    ST = "ST", "Sachsen-Anhalt"
    SH = "SH", "Schleswig-Holstein"
    TH = "TH", "Thüringen"


def default_words() -> dict[str, Any]:
    return {
        "district": ["Sozialraum", "Sozialräume"],
        "lead_provider": "Federführender Träger",
        "district_office": "Zentrum",
        "front_line_worker": "Fachkraft",
    }


class Office(TenantMixin):
    """A youth office (Jugendamt): a tenant with a schema and a database role of its own."""

    auto_create_schema = False

    class Status(models.TextChoices):
        ACTIVE = "active", "in Betrieb"
        SUSPENDED = "suspended", "angehalten"

    key = models.CharField(primary_key=True, max_length=41, validators=[key_validator])
    name = models.CharField("Name", max_length=120)
    kind = models.CharField("Art", max_length=60, default="Jugendamt")
    state = models.CharField("Land", max_length=2, choices=State)
    ags = models.CharField("Amtlicher Gemeindeschlüssel", max_length=8)
    words = models.JSONField("Eigene Wörter", default=default_words)
    monogram = models.CharField("Kürzel", max_length=3)
    accent = models.PositiveSmallIntegerField("Farbe", default=1)
    uses_leads = models.BooleanField("ein federführender Träger je Raum (R2)", default=False)
    require_mfa = models.BooleanField("zweiter Faktor verlangt", default=False)
    status = models.CharField("Stand", max_length=10, choices=Status, default=Status.ACTIVE)
    schema_version = models.CharField("Stand des Schemas", max_length=64, default="", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=models.Q(accent__gte=1, accent__lte=8), name="office_accent_1_to_8"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.schema_name = f"o_{self.key}"
        super().save(*args, **kwargs)

    @property
    def slug(self) -> str:
        return self.key.replace("_", "-")

    @property
    def place(self) -> Place:
        return Place(
            "office",
            self.key,
            f"o_{self.key}",
            self.schema_name,
            self.name,
            self.status,
            {
                "kind": self.kind,
                "state": self.state,
                "words": self.words,
                "monogram": self.monogram,
                "accent": self.accent,
                "uses_leads": self.uses_leads,
                "require_mfa": self.require_mfa,
                "slug": self.slug,
                "schema_version": self.schema_version,
            },
        )


class Domain(DomainMixin):
    """An address under which an office is reached."""

    tenant = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="domains", db_index=True)


class Organisation(models.Model):
    """A provider (Träger), known once to all offices (R1): no client data, nothing about its people."""

    class Kind(models.TextChoices):
        FREE = "free", "freier Träger"
        PUBLIC = "public", "öffentlicher Träger"

    key = models.CharField(primary_key=True, max_length=41, validators=[key_validator])
    name = models.CharField("Name", max_length=160, unique=True)
    short_name = models.CharField("Kurzname", max_length=60, blank=True, default="")
    kind = models.CharField("Art", max_length=10, choices=Kind, default=Kind.FREE)
    town = models.CharField("Ort", max_length=80, blank=True, default="")
    sort_key = models.CharField(max_length=160, editable=False, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["sort_key", "key"]

    def __str__(self) -> str:
        return self.short_name or self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    @property
    def place(self) -> Place:
        return Place("organisation", self.key, f"p_{self.key}", "public", self.name)
