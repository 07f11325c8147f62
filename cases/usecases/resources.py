"""The resource map is kept by those who work in the district, and kept fresh by asking (R24)."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from cases.models import Resource
from cases.policy.resources import ResourcePerm, districts_worked_in
from contracts.geojson import EAST, NORTH, SOUTH, WEST
from contracts.models import District
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case
from kernel.web.fields import clean_text

MOST_TAGS, LONGEST_TAG = 12, 40
WEB = re.compile(r"https?://[^\s/]+\.[^\s/]", re.IGNORECASE)
BORDERS = f"{SOUTH:g} bis {NORTH:g} und {WEST:g} bis {EAST:g}".replace(".", ",")


@use_case(ResourcePerm.EDIT)
def add_resource(*, actor: Actor, districts: Sequence[District], **given: Any) -> Resource:
    """Someone or something in the district that can help; who enters it knows it today (R24)."""
    check_districts(actor, set(), {d.pk for d in districts})
    row = Resource(last_confirmed_on=actor.today, confirmed_by=actor.person)
    return keep(actor, row, districts, given)


@use_case(ResourcePerm.EDIT, on="resource")
def change_resource(*, actor: Actor, resource: Resource, districts: Sequence[District], **given: Any) -> Resource:
    """Change what is known of it; who changes it confirms it."""
    check_districts(actor, {d.pk for d in resource.districts.all()}, {d.pk for d in districts})
    resource.closed_on = None
    return keep(actor, resource, districts, given)


@use_case(ResourcePerm.EDIT, on="resource")
def confirm_resource(*, actor: Actor, resource: Resource) -> Resource:
    """Say that it is still so, today."""
    resource.last_confirmed_on, resource.confirmed_by, resource.closed_on = actor.today, actor.person, None
    resource.save()
    return resource


@use_case(ResourcePerm.EDIT, on="resource")
def close_resource(*, actor: Actor, resource: Resource, closed_on: date) -> Resource:
    """It is no more; it stays where a sheet names it and is found no longer."""
    if resource.closed_on:
        raise RuleViolation("Das steht schon da.", field="closed_on")
    if closed_on > actor.today:
        raise RuleViolation("Der Tag liegt in der Zukunft.", field="closed_on")
    resource.closed_on = closed_on
    resource.save()
    return resource


def keep(actor: Actor, row: Resource, districts: Sequence[District], given: dict[str, Any]) -> Resource:
    """Store checked values; the row is confirmed by it."""
    for name, value in checked(**given).items():
        setattr(row, name, value)
    row.last_confirmed_on, row.confirmed_by = actor.today, actor.person
    row.save()
    row.districts.set(districts)
    return row


def check_districts(actor: Actor, before: set[Any], after: set[Any]) -> None:
    """A provider's staff put something on the map of their own districts, and leave the others as they are."""
    if not after:
        raise RuleViolation("Wählen Sie mindestens einen Raum.", field="districts")
    if not any(role.of_provider for role in actor.roles) or any(not role.of_provider for role in actor.roles):
        return
    own = set(District.objects.filter(districts_worked_in(actor)).values_list("pk", flat=True))
    if (before ^ after) - own:
        raise RuleViolation("Eintragen können Sie in den Räumen, in denen Sie arbeiten.", field="districts")


def checked(
    *,
    kind: str,
    name: str,
    description: str = "",
    tags: Iterable[str] = (),
    opening: str = "",
    address: str = "",
    contact: str = "",
    phone: str = "",
    email: str = "",
    website: str = "",
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
) -> dict[str, Any]:
    """The values as they are stored; raises with the field for what does not fit."""
    if not name.strip():
        raise RuleViolation("Wie heißt es?", field="name")
    if website and not WEB.match(website):
        raise RuleViolation("Die Adresse beginnt mit https:// oder http://.", field="website")
    if (latitude is None) != (longitude is None):
        missing = "latitude" if latitude is None else "longitude"
        raise RuleViolation("Geben Sie Breite und Länge an, oder keine von beiden.", field=missing)
    if latitude is not None and not SOUTH <= latitude <= NORTH:
        raise RuleViolation(f"Das liegt nicht in Deutschland (erlaubt: {BORDERS}).", field="latitude")
    if longitude is not None and not WEST <= longitude <= EAST:
        raise RuleViolation(f"Das liegt nicht in Deutschland (erlaubt: {BORDERS}).", field="longitude")
    return {
        "kind": kind,
        "name": clean_text(name),
        "description": description.strip(),
        "tags": clean_tags(tags),
        "opening": clean_text(opening),
        "address": clean_text(address),
        "contact": clean_text(contact),
        "phone": clean_text(phone),
        "email": email,
        "website": website,
        "latitude": latitude,
        "longitude": longitude,
    }


def clean_tags(tags: Iterable[str]) -> list[str]:
    """Each once, without regard to capitals."""
    known: dict[str, str] = {}
    for tag in map(clean_text, tags):
        if len(tag) > LONGEST_TAG:
            raise RuleViolation(f"Ein Schlagwort hat höchstens {LONGEST_TAG} Zeichen.", field="tags")
        if tag:
            known.setdefault(tag.casefold(), tag)
    if len(known) > MOST_TAGS:
        raise RuleViolation(f"Höchstens {MOST_TAGS} Schlagworte.", field="tags")
    return list(known.values())
