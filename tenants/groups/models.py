"""Working groups of several offices: who belongs, their people, files and dates. No client data may ever be here.

They lie in the shared schema; row level security opens them to the offices that belong, and to no other.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kernel.keys import sort_key, uuid7
from kernel.tenancy.models import Versioned
from tenants.registry.models import Office, Organisation


class Group(Versioned):
    """A group, by the office that founded it.

    `offices` are the keys of those that belong or are invited: the database asks it who may see the group.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name="gegründet von")
    name = models.CharField("Name", max_length=120)
    sort_key = models.CharField(max_length=120, editable=False)
    purpose = models.CharField("Wozu", max_length=300, blank=True, default="")
    offices = ArrayField(models.CharField(max_length=41), editable=False)
    closed_on = models.DateField("beendet am", null=True, editable=False)

    class Meta:
        ordering = ["sort_key", "id"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


class GroupOffice(Versioned):
    """That an office is invited to a group, belongs to it, and left it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="participations")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name="Jugendamt")
    invited_on = models.DateField("eingeladen am")
    joined_on = models.DateField("dabei seit", null=True)
    left_on = models.DateField("dabei bis", null=True)

    class Meta:
        ordering = ["invited_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["group", "office"], condition=Q(left_on=None), name="group_office_once"),
            models.CheckConstraint(
                condition=Q(joined_on=None) | Q(joined_on__gte=F("invited_on")), name="group_joined"
            ),
        ]


class GroupMember(Versioned):
    """Someone whom an office named for the group; other offices see the name, not who it is (`person` is a key)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name="Jugendamt")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="Träger"
    )
    person = models.UUIDField(editable=False)
    name = models.CharField("Name", max_length=120)
    sort_key = models.CharField(max_length=120, editable=False)
    since = models.DateField("seit")
    ended_on = models.DateField("bis", null=True)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "office", "person"], condition=Q(ended_on=None), name="group_member_once"
            ),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


class GroupFile(Versioned):
    """A version of a file of the group: under the same title the next one has the next number."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="files")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name="von")
    title = models.CharField("Titel", max_length=200)
    number = models.PositiveSmallIntegerField("Fassung")
    filename = models.CharField("Datei", max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("Größe")
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    uploaded_by = models.UUIDField(editable=False)

    class Meta:
        ordering = ["title", "-number"]
        constraints = [models.UniqueConstraint(fields=["group", "title", "number"], name="group_file_once")]


class GroupDate(Versioned):
    """When and where the group meets."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="dates")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name="lädt ein")
    title = models.CharField("Anlass", max_length=120)
    held_on = models.DateField("Tag")
    starts_at = models.TimeField("von")
    ends_at = models.TimeField("bis")
    place = models.CharField("Ort", max_length=200, blank=True, default="")
    cancelled = models.BooleanField("abgesagt", default=False, editable=False)

    class Meta:
        ordering = ["held_on", "starts_at", "id"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="group_date_times")]
