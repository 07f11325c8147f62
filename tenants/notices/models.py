"""Who was told what, how each person wants it, and the addresses of other systems with what was sent to them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from kernel.keys import uuid7
from kernel.tenancy.models import Versioned
from kernel.tenancy.place import Place
from tenants.people.models import Person
from tenants.registry.models import Office, Organisation
from tenants.worklist.models import Event


def one_place(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(office=None) ^ Q(organisation=None), name=name)


class Notice(models.Model):
    """An event as it stands with one person, in the office or the organisation where their role lets them see it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField("seit", default=timezone.now)
    read_at = models.DateTimeField("gelesen am", null=True)
    mail_at = models.DateTimeField(null=True)  # when it goes into a mail; none: it does not, or it went

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["person", "-at"]),
            models.Index(fields=["mail_at"], condition=Q(mail_at__isnull=False), name="notice_mail_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person", "office", "organisation"], nulls_distinct=False, name="notice_once"
            ),
            one_place("notice_one_place"),
        ]

    @property
    def place(self) -> Place:
        """Where it is shown."""
        shown_in = self.office or self.organisation
        if shown_in is None:
            raise ValueError("notice_one_place")
        return shown_in.place

    @property
    def version(self) -> int:
        """What If-Match compares: it changes once, when it is read."""
        return 2 if self.read_at else 1


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", "sofort"
    DAILY = "daily", "täglich"
    WEEKLY = "weekly", "wöchentlich"
    NEVER = "never", "nie"


class Preference(models.Model):
    """How often somebody gets a kind of notice by mail, where it is not what is usual."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24, choices=Event.Kind)
    frequency = models.CharField(max_length=10, choices=Frequency)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="preference_once")]


class Endpoint(Versioned):
    """An address of another system that gets an office's or a provider's events (Standard Webhooks)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField("Bezeichnung", max_length=80)
    url = models.CharField("Adresse", max_length=500)
    kinds = ArrayField(models.CharField(max_length=24, choices=Event.Kind), verbose_name="Ereignisse")
    sealed_secret = models.CharField(max_length=200, editable=False)
    # After a renewal both secrets hold for a while, so that the other system can change without missing a message.
    old_secret = models.CharField(max_length=200, blank=True, default="", editable=False)
    old_until = models.DateTimeField("bisheriges Geheimnis gilt bis", null=True, blank=True, editable=False)
    paused_at = models.DateTimeField("angehalten am", null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            one_place("endpoint_one_place"),
            models.CheckConstraint(
                condition=Q(old_secret="", old_until=None) | (~Q(old_secret="") & Q(old_until__isnull=False)),
                name="endpoint_old_secret_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One message to an endpoint: what came of it, never what was answered."""

    class State(models.TextChoices):
        WAITING = "waiting", "wartet"
        DELIVERED = "delivered", "angenommen"
        FAILED = "failed", "gescheitert"

    class Fault(models.TextChoices):
        REFUSED = "refused", "abgelehnt"
        GONE = "gone", "nicht mehr gewünscht (410)"
        REDIRECT = "redirect", "Weiterleitung, der nicht gefolgt wird"
        TIMEOUT = "timeout", "keine Antwort in der Zeit"
        UNREACHABLE = "unreachable", "nicht erreichbar"
        ADDRESS = "address", "Adresse nicht erlaubt"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, null=True, related_name="+")  # none: a test
    created_at = models.DateTimeField("seit", default=timezone.now)
    state = models.CharField("Stand", max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("Versuche", default=0)
    next_at = models.DateTimeField("nächster Versuch", null=True, blank=True, default=timezone.now)
    tried_at = models.DateTimeField("letzter Versuch", null=True, blank=True)
    status = models.PositiveSmallIntegerField("Antwort", null=True, blank=True)
    fault = models.CharField("Fehler", max_length=12, choices=Fault, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["endpoint", "-created_at"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="delivery_once"),
            models.CheckConstraint(condition=Q(state="waiting") ^ Q(next_at=None), name="delivery_next_while_waiting"),
        ]
