"""The offices on the service, their addresses, and the provider organisations that work for them."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django_tenants.models import DomainMixin, TenantMixin

from kernel.keys import sort_key, uuid7
from kernel.tenancy.models import Versioned
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


class JoinRequest(Versioned):
    """A provider that asks to be known here (R1); an `Organisation` only when an office has accepted it.

    Offices see it from the day on which the mail address is confirmed (docs/adr/0012).
    """

    class Refusal(models.TextChoices):
        DOUBLE = "double", "Der Träger ist hier schon bekannt"
        NO_PROVIDER = "no_provider", "Kein Träger der Jugendhilfe"
        UNAUTHORISED = "unauthorised", "Die Person spricht nicht für den Träger"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField("Name", max_length=160)
    town = models.CharField("Ort", max_length=80)
    sort_key = models.CharField(max_length=160, editable=False)
    contact = models.CharField("Ansprechperson", max_length=120)
    email = models.EmailField("E-Mail-Adresse")
    token_hash = models.CharField(max_length=64, unique=True)
    confirmed_at = models.DateTimeField("bestätigt am", null=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, verbose_name="Jugendamt")  # that decided
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField("entschieden am", null=True)
    refusal = models.CharField("Grund", max_length=12, choices=Refusal, blank=True, default="")
    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, null=True)
    invited_at = models.DateTimeField("eingeladen am", null=True)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sort_key"], condition=Q(confirmed_at__isnull=False, refusal=""), name="join_request_once"
            ),
            models.CheckConstraint(
                condition=Q(office=None, decided_by=None, decided_at=None, refusal="")
                | Q(
                    office__isnull=False,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    confirmed_at__isnull=False,
                ),
                name="join_request_decided_once_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(organisation=None, invited_at=None)
                | Q(organisation__isnull=False, decided_at__isnull=False, refusal=""),
                name="join_request_opened_once_accepted",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)
