"""People are global: one person, one sign-in; memberships say where they may act, as what, and from when to when."""

import hashlib
import secrets
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kernel.access.actor import OFFICE_ROLES, PROVIDER_ROLES, Role
from kernel.keys import sort_key, uuid7
from tenants.registry.models import Office, Organisation

ROLE_CHOICES = [(r.value, r.label) for r in Role if r is not Role.SELF]
DAY = timedelta(days=1)


def role_fits_its_place(name: str) -> models.CheckConstraint:
    """A provider's role names the organisation, an office's role the office alone."""
    return models.CheckConstraint(
        condition=Q(role__in=sorted(PROVIDER_ROLES), organisation__isnull=False)
        | Q(role__in=sorted(OFFICE_ROLES), office__isnull=False, organisation=None)
        | Q(role=Role.OPERATOR, office=None, organisation=None),
        name=name,
    )


def may_end_before_it_began(name: str) -> models.CheckConstraint:
    """`ends` is the last day; a period that is taken back ends on the day before its first."""
    return models.CheckConstraint(condition=Q(ends=None) | Q(ends__gte=models.F("begins") - DAY), name=name)


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
    REQUIRED_FIELDS = []

    def __str__(self) -> str:
        return self.email


class Bounce(models.Model):
    """That a mail server refused an account's address for good; with another address it says nothing any more."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="bounce")
    address = models.EmailField()
    at = models.DateTimeField(default=timezone.now)


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
            models.Index(fields=["person", "office"]),
            models.Index(fields=["office", "sort_key"]),
            models.Index(fields=["organisation", "sort_key"]),
        ]
        constraints = [
            may_end_before_it_began("membership_dates"),
            role_fits_its_place("membership_role_fits_its_place"),
        ]

    def __str__(self) -> str:
        return f"{self.display_name} ({Role(self.role).label})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.display_name, self.sort_key = self.person.name, sort_key(self.person.name)
        super().save(*args, **kwargs)


class Instruction(models.Model):
    """That a provider's worker was instructed on purpose and secrecy, by an office (R19, § 78(2) SGB X).

    It holds for the work for one organisation: who changes employer is instructed again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="instructions")
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    begins = models.DateField("unterwiesen am")
    ends = models.DateField("gilt bis")
    recorded_by = models.UUIDField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-begins"]
        indexes = [models.Index(fields=["office", "person"])]
        constraints = [
            may_end_before_it_began("instruction_dates"),
        ]


def instructed(day: date) -> Exists:
    """Whether the person of a membership holds an instruction of that office, for that provider, on the day (R19)."""
    return Exists(
        Instruction.objects.on(day).filter(
            person=OuterRef("person"), office=OuterRef("office"), organisation=OuterRef("organisation")
        )
    )


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet):
    def open(self) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, withdrawn_at=None)


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
    expires_at = models.DateTimeField("Link gilt bis")
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField("eingeladen am", auto_now_add=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            may_end_before_it_began("invitation_dates"),
            role_fits_its_place("invitation_role_fits_its_place"),
            models.CheckConstraint(condition=Q(accepted_at=None) | Q(withdrawn_at=None), name="invitation_one_end"),
        ]

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def state(self) -> str:
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        return "expired" if self.is_expired else "open"


class ApiClient(models.Model):
    """Binds an OAuth 2 client to one office: its tokens act there as the client's technical person, nowhere else."""

    client_id = models.CharField("Kennung", primary_key=True, max_length=100)
    office = models.ForeignKey(Office, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    name = models.CharField("Bezeichnung", max_length=100)
    created_at = models.DateTimeField("angelegt am", auto_now_add=True)
    revoked_at = models.DateTimeField("gesperrt am", null=True)

    class Meta:
        ordering = ["-created_at"]
