"""People are global: one person, one sign-in; memberships say where they may act, as what, and from when to when."""

import secrets
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kernel.access.actor import OFFICE_ROLES, PROVIDER_ROLES, Role
from kernel.keys import sort_key, uuid7
from tenants.registry.models import Office, Organisation

ROLE_CHOICES = [(r.value, r.label) for r in Role]


class Person(models.Model):
    """Someone who works with the service, by name; credentials lie apart, in `Account`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField("Name", max_length=120)
    sort_key = models.CharField(max_length=120, editable=False, db_index=True)
    technical = models.BooleanField("System, keine Person", default=False)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None, *, name: str = "", **fields: Any) -> "Account":
        person = fields.pop("person", None) or Person.objects.create(name=name or email)
        account = self.model(email=self.normalize_email(email).lower(), person=person, **fields)
        account.set_password(password)
        account.save()
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """The credentials of a person at the service's own address. No office's database role can read them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField("E-Mail-Adresse", unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField("zugelassen", default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    def __str__(self) -> str:
        return self.email


class DatedQuerySet(models.QuerySet):
    def on(self, day: date) -> "DatedQuerySet":
        """Those valid on a day; the last day counts."""
        return self.filter(Q(begins__lte=day) & (Q(ends=None) | Q(ends__gte=day)))


class Membership(models.Model):
    """A dated role of a person: in an office, in a provider organisation, or for a provider in an office.

    It ends, it is never deleted: else old records would lose their names.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    display_name = models.CharField(max_length=120, editable=False)
    sort_key = models.CharField(max_length=120, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField("Rolle", max_length=20, choices=ROLE_CHOICES)
    begins = models.DateField("gilt ab")
    ends = models.DateField("gilt bis", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "id"]
        indexes = [
            models.Index(fields=["person", "office"]), models.Index(fields=["office", "sort_key"]),
            models.Index(fields=["organisation", "sort_key"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gte=models.F("begins")), name="membership_dates"),
            models.CheckConstraint(
                condition=Q(role__in=sorted(PROVIDER_ROLES), organisation__isnull=False)
                | Q(role__in=sorted(OFFICE_ROLES), office__isnull=False, organisation=None)
                | Q(role=Role.OPERATOR, office=None, organisation=None),
                name="membership_role_fits_its_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.display_name} ({Role(self.role).label})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.display_name, self.sort_key = self.person.name, self.person.sort_key
        super().save(*args, **kwargs)


class Instruction(models.Model):
    """That a provider's worker was instructed on purpose and secrecy, by an office (R19, § 78(2) SGB X)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="instructions")
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    begins = models.DateField("unterwiesen am")
    ends = models.DateField("gilt bis")
    recorded_by = models.UUIDField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-begins"]
        indexes = [models.Index(fields=["office", "person"])]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=models.F("begins")), name="instruction_dates"),
        ]


def instructed(day: date) -> Exists:
    """Whether the person of a membership holds an instruction of that office valid on the day (R19)."""
    return Exists(Instruction.objects.on(day).filter(person=OuterRef("person"), office=OuterRef("office")))


def new_token() -> str:
    return secrets.token_urlsafe(32)


class Invitation(models.Model):
    """An offer of a membership, sent by mail; accepted once, within its days. Only the token's hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField("E-Mail-Adresse")
    name = models.CharField("Name", max_length=120)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, null=True, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True)
    role = models.CharField("Rolle", max_length=20, choices=ROLE_CHOICES)
    begins = models.DateField("gilt ab")
    ends = models.DateField("gilt bis", null=True, blank=True)
    invited_by = models.UUIDField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()


class ApiClient(models.Model):
    """Binds an OAuth 2 client to one office: its tokens act there as the client's technical person, nowhere else."""

    client_id = models.CharField(primary_key=True, max_length=100)
    office = models.ForeignKey(Office, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    name = models.CharField("Bezeichnung", max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)
