"""Keys of forms and requests that were carried out, so that sending twice does nothing twice."""

from django.db import models


class Submission(models.Model):
    """One carried-out form (`id` is its hidden key) or API request (Idempotency-Key, with the answer it got)."""

    id = models.UUIDField(primary_key=True)
    person = models.UUIDField()
    at = models.DateTimeField(auto_now_add=True)
    fingerprint = models.CharField(max_length=64, default="")
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["at"])]
