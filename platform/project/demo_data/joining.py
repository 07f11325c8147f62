"""A provider that has registered and waits for an office; nobody in it is a natural person."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from project.demo_data.seeds import key_of
from tenants.people.models import hash_of, new_token
from tenants.registry.models import JoinRequest, Organisation

NAME, TOWN = "Birkenweg Jugend- und Familienhilfe gGmbH", "Alsfeld"


@transaction.atomic
def replace_join_request(today: date) -> None:
    """As the owner: what was loaded before goes; none if the provider was let in meanwhile."""
    key = key_of("join request")
    JoinRequest.objects.filter(pk=key).delete()
    if Organisation.objects.filter(name=NAME).exists():
        return
    at = timezone.make_aware(datetime.combine(today - timedelta(days=2), time(10)))
    JoinRequest.objects.create(
        id=key, name=NAME, town=TOWN, contact="Geschäftsführung Birkenweg", email="leitung@birkenweg.example",
        token_hash=hash_of(new_token()), confirmed_at=at,
    )  # fmt: skip
