"""What can be learned (curricula in modules), and what an office wants whom to have learned by when (R26)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kernel.access.actor import Role
from kernel.keys import sort_key, uuid7
from kernel.tenancy.models import Versioned
from tenants.people.models import ROLE_CHOICES, may_end_before_it_began
from tenants.registry.models import Office


class Curriculum(Versioned):
    """A training that an office has described, e.g. the basic training Sozialraumorientierung; others may use it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, verbose_name="beschrieben von")
    title = models.CharField("Titel", max_length=160)
    sort_key = models.CharField(max_length=160, editable=False)
    purpose = models.TextField("Was man danach kann", max_length=2000, blank=True, default="")
    valid_months = models.PositiveSmallIntegerField("gilt wie viele Monate", null=True, blank=True)  # None: for ever
    retired_on = models.DateField("nicht mehr angeboten seit", null=True, blank=True)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["office", "title"], name="curriculum_once"),
            models.CheckConstraint(condition=Q(valid_months=None) | Q(valid_months__gte=1), name="curriculum_valid"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.title)
        super().save(*args, **kwargs)


class Module(models.Model):
    """A part of a curriculum; `minutes` is its length without breaks."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    curriculum = models.ForeignKey(Curriculum, on_delete=models.CASCADE, related_name="modules")
    number = models.PositiveSmallIntegerField("Nummer")
    title = models.CharField("Titel", max_length=160)
    minutes = models.PositiveIntegerField("Dauer")

    class Meta:
        ordering = ["curriculum", "number"]
        constraints = [
            models.UniqueConstraint(fields=["curriculum", "number"], name="module_once"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="module_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Requirement(Versioned):
    """That everyone with one of these roles in an office has a valid certificate some months after beginning (R26)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE)
    curriculum = models.ForeignKey(Curriculum, on_delete=models.PROTECT, related_name="requirements")
    roles = ArrayField(models.CharField(max_length=20, choices=ROLE_CHOICES), verbose_name="für wen")
    within_months = models.PositiveSmallIntegerField("Monate nach dem Beginn", default=12)
    begins = models.DateField("gilt ab")
    ends = models.DateField("gilt bis", null=True, blank=True)

    class Meta:
        ordering = ["curriculum__sort_key", "begins"]
        constraints = [
            models.CheckConstraint(condition=~Q(roles=[]), name="requirement_of_someone"),
            may_end_before_it_began("requirement_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.curriculum} für {', '.join(Role(role).label for role in self.roles)}"
