"""A provider joins the service: it registers at the base host, an office accepts it, the owner's process opens it (R1)."""

import re
from datetime import timedelta
from itertools import count
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kernel.access.actor import Actor, Role
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case
from kernel.audit.models import Entry
from kernel.keys import name_key, sort_key
from kernel.tenancy.place import PORTAL, as_owner, transaction_in
from kernel.tenancy.provision import provision_organisation
from tenants.people.actors import operator_in
from tenants.people.mail import send_template
from tenants.people.models import Invitation, hash_of, new_token
from tenants.people.usecases.invitations import invite_colleague
from tenants.registry.models import JoinRequest, Office, Organisation
from tenants.registry.places import base_url
from tenants.registry.policy import JoinRequestPerm

LIFETIME = timedelta(days=2)
WAITS = ("Dieser Träger ist schon angemeldet und wartet auf ein Jugendamt. Sie müssen nichts weiter tun.", "name")
TAKEN = {"join_request_once": WAITS}
KEY_LENGTH = 34  # leaves room for a number


@transaction.atomic
def register_provider(*, name: str, town: str, contact: str, email: str, send: bool = True) -> JoinRequest:
    """Keep the request and send the link that confirms the address; at the base host, by anybody.

    Known names are refused (names of providers are public). Nothing here says whether an address is known:
    without `send`, when an address gets too many mails, the answer is the same.
    """
    check_unknown(name)
    token = new_token()
    row = JoinRequest.objects.create(
        name=one_line(name),
        town=one_line(town),
        contact=one_line(contact),
        email=email.strip().lower(),
        token_hash=hash_of(token),
    )
    if send:
        url = base_url(f"/traeger-anmelden/{token}/")
        send_template(row.email, "join_request", {"request": row, "url": url, "until": row.created_at + LIFETIME})
    return row


def one_line(text: str) -> str:
    return " ".join(text.split())


def check_unknown(name: str) -> None:
    """No provider twice (R1)."""
    known = Organisation.objects.filter(sort_key=sort_key(one_line(name))).first()
    if known is not None:
        where = f" in {known.town}" if known.town else ""
        raise RuleViolation(
            f"„{known.name}“{where} ist hier schon bekannt. Lassen Sie sich von der Verwaltung Ihres Trägers einladen.",
            field="name",
        )


def find_request(token: str, *, lock: bool = False) -> JoinRequest | None:
    """The request behind a link from a mail; one that was not confirmed in time is not found."""
    rows = JoinRequest.objects.select_for_update(of=("self",)) if lock else JoinRequest.objects.all()
    row = rows.filter(token_hash=hash_of(token)).first()
    if row is None or (row.confirmed_at is None and row.created_at + LIFETIME <= timezone.now()):
        return None
    return row


@transaction.atomic
def confirm_request(*, token: str) -> JoinRequest:
    """Whoever holds the link reads the address's mails; from now on offices see the request. One per provider (R1)."""
    row = find_request(token, lock=True)
    if row is None:
        raise RuleViolation("Diese Anmeldung gibt es nicht mehr. Melden Sie Ihren Träger noch einmal an.")
    if row.confirmed_at is None:
        check_unknown(row.name)
        row.confirmed_at = timezone.now()
        with explained(**TAKEN):
            row.save(update_fields=["confirmed_at"])
        _note(row, "confirm_request", "confirmed_at")
    return row


@use_case(JoinRequestPerm.DECIDE, on="join_request")
def accept_request(*, actor: Actor, join_request: JoinRequest) -> JoinRequest:
    """The office knows the provider and lets it in, for all offices (R1); the place is made by the owner's process."""
    check_unknown(join_request.name)
    return _decide(join_request, actor, "")


@use_case(JoinRequestPerm.DECIDE, on="join_request")
def refuse_request(*, actor: Actor, join_request: JoinRequest, refusal: str) -> JoinRequest:
    """With one of the reasons, which the provider gets by mail; it may register again."""
    _decide(join_request, actor, refusal)
    office = Office.objects.get(pk=actor.place)
    reason = JoinRequest.Refusal(refusal).label
    context = {"request": join_request, "office": office, "reason": reason}
    send_template(join_request.email, "join_refused", context)
    return join_request


def _decide(request: JoinRequest, actor: Actor, refusal: str) -> JoinRequest:
    request.office_id, request.decided_by, request.decided_at = actor.place, actor.person, timezone.now()
    request.refusal = refusal
    request.save(update_fields=["office", "decided_by", "decided_at", "refusal"])
    return request


def open_accepted() -> int:
    """Make a place of every accepted provider and invite its first administrator; returns how many were opened.

    Not in a request and not in the worker: only the owner may create a database role. Interrupted, it goes on.
    """
    with transaction_in(PORTAL, read_only=True):
        accepted = JoinRequest.objects.filter(decided_at__isnull=False, refusal="", invited_at=None)
        waiting = list(accepted.values_list("pk", "organisation"))
    for pk in [pk for pk, organisation in waiting if organisation is None]:
        with as_owner(), transaction.atomic():
            _open(JoinRequest.objects.select_for_update(of=("self",)).get(pk=pk))
    for pk, _ in waiting:
        _invite(pk)
    return len(waiting)


def _open(row: JoinRequest) -> None:
    if row.organisation_id:
        return
    row.organisation = Organisation.objects.create(key=free_key(row.name), name=row.name, town=row.town)
    provision_organisation(row.organisation)
    row.save(update_fields=["organisation"])
    _note(row, "open_organisation", "organisation")


def free_key(name: str) -> str:
    """A key that says the name and that no place has."""
    words = re.findall(r"[a-z0-9]+", name_key(name))
    base = "_".join(words)[:KEY_LENGTH].strip("_")
    if len(base) < 2 or not base[0].isalpha():
        base = f"traeger_{base}"[:KEY_LENGTH].strip("_")
    taken = {*Organisation.objects.values_list("pk", flat=True), *Office.objects.values_list("pk", flat=True)}
    return next(key for n in count(1) if (key := base if n == 1 else f"{base}_{n}") not in taken)


def _invite(pk: UUID) -> None:
    with transaction_in(PORTAL):
        row = JoinRequest.objects.select_related("organisation").get(pk=pk)
    assert row.organisation is not None  # noqa: S101 - opened before
    place = row.organisation.place
    actor = operator_in(place, Role.PROVIDER_ADMIN)
    with transaction_in(place):
        if not Invitation.objects.filter(organisation=place.key).exists():
            invite_colleague(
                actor=actor, email=row.email, name=row.contact, role=Role.PROVIDER_ADMIN, begins=actor.today
            )
    with transaction_in(PORTAL):
        JoinRequest.objects.filter(pk=pk).update(invited_at=timezone.now())


def _note(row: JoinRequest, verb: str, *fields: str) -> None:
    Entry.objects.create(
        place="", via="page", verb=verb, model="registry.joinrequest", record=str(row.pk), fields=[*fields]
    )
