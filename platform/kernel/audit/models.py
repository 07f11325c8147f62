"""Who did what to which record, when, from where and why; and who read sensitive records.

Rows hold ids and field names, never content. The office's database role may only insert and select. A job chains the
rows per office afterwards (a chain in the transaction would make all writers of an office wait for each other).
"""

from django.db import models

from kernel.keys import uuid7


class Entry(models.Model):
    """One change or one read of a record."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    place = models.CharField(max_length=61)
    person = models.UUIDField(null=True)
    via = models.CharField(max_length=20)
    verb = models.CharField(max_length=100)
    model = models.CharField(max_length=100)
    record = models.CharField(max_length=64)
    fields = models.JSONField(default=list)
    reason = models.TextField(blank=True, default="")
    address = models.GenericIPAddressField(null=True)

    class Meta:
        indexes = [models.Index(fields=["model", "record"]), models.Index(fields=["-at"])]


class Link(models.Model):
    """The chain: each link's digest covers an entry and the link before it, so that removal and change show."""

    number = models.BigIntegerField(primary_key=True)
    entry = models.UUIDField(unique=True)
    digest = models.BinaryField(max_length=32)
