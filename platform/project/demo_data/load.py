"""From the facts to five offices with three years of work in them; a second run finds the stamp and does nothing."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cases.usecases import conference_dates
from contracts.usecases import due, overview
from kernel.clock import today as day_of_service
from kernel.tenancy.place import as_owner, transaction_in
from project.demo_data import shared
from project.demo_data.after import store_after
from project.demo_data.apart import store_apart
from project.demo_data.casefiles import build_case_files, store_case_files
from project.demo_data.conferences import build_conferences, store_conferences
from project.demo_data.facts import OFFICES, Fact, load_offices
from project.demo_data.groups import replace_groups
from project.demo_data.joining import replace_join_request
from project.demo_data.notices import store_notices, tell_people
from project.demo_data.office import generate, store
from project.demo_data.people import People, build_people
from project.demo_data.proofs import proof_items
from project.demo_data.rooms import store_room
from project.demo_data.training import store_training
from project.demo_data.worklist import work_items
from tenants.registry.models import Office
from tenants.registry.places import base_url, forget_places, office_url
from tenants.training.usecases import due as training_due
from tenants.worklist.models import WorkItem

EARLIEST = date(2026, 1, 1)  # before, the newest story had not begun

type Say = Callable[[str], None]


def load_demo(say: Say) -> bool:
    """Load the demo's data unless they are there; returns whether anything was done."""
    today = day_of_service()
    if today < EARLIEST:
        raise ImproperlyConfigured(f"DEMO_TODAY muss ab dem {EARLIEST:%d.%m.%Y} liegen.")
    say(f"Heute ist in der Demo der {today:%d.%m.%Y} (DEMO_TODAY).")
    offices = load_offices(today)
    people = build_people(offices, today)
    stamp = _stamp(today)
    stamps = shared.stamps()
    loaded = all(stamps.get(key) == stamp for key in OFFICES)
    if loaded:
        say("Die Daten sind da.")
    else:
        _load(offices, people, today, stamp, say)
    write_file(settings.VAR / "demo.json", offices, people, today)
    return not loaded


def _stamp(today: date) -> str:
    """Changes with the facts, the generator, the day, the addresses and the form of the tables."""
    digest = hashlib.sha256(f"{today} {urlsplit(settings.BASE_URL).hostname} {settings.SCHEMA_VERSION}".encode())
    digest.update(settings.SECRET_KEY.encode())  # the clients' secrets follow from it
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".yaml"):
            digest.update(path.read_bytes())
    return f"demo {digest.hexdigest()[:20]}"


def _load(offices: list[Fact], people: People, today: date, stamp: str, say: Say) -> None:
    with as_owner():
        say("Ämter, Träger und Zugänge")
        made = shared.make_places(offices)
        shared.replace_people(people, made, today)
        replace_groups(offices, today)
        replace_join_request(today)
        forget_places()
    for facts, office in zip(offices, made, strict=True):
        _fill(facts, office, people, today, say)
    store_training(offices, people, today)
    for office in made:
        with transaction_in(office.place):
            training_due.rebuild(office.key)
    tell_people()
    with as_owner():
        for office in made:
            shared.put_stamp(office, stamp)


def _fill(facts: Fact, office: Office, people: People, today: date, say: Say) -> None:
    data = generate(facts, today)
    with transaction_in(office.place):
        store(data)
        files = build_case_files(office.key, data.families.cases, today)
        store_case_files(files, today)
        store_apart(facts, today)
        store_conferences(build_conferences(data.structure, files))
        store_room(facts, today)
        store_after(facts, today)
        items = [*work_items(office.key, data.instalments, people, today)]
        numbers = {contract.pk: contract.number for contract in data.structure.contracts.values()}
        items += proof_items(office.key, data.proofs.proofs, numbers)
        WorkItem.objects.bulk_create(items)
        overview.rebuild()
        due.rebuild()
        conference_dates.rebuild()
        store_notices(office.key, items, today)
    say(
        f"{facts['name']}: {len(data.structure.contracts)} Verträge, {len(data.families.cases)} Familien, "
        f"{len(data.hours.entries)} Stundeneinträge"
    )


def write_file(path: Path, offices: list[Fact], people: People, today: date) -> None:
    """What scripts need to use the demo: addresses, accounts, clients."""
    facts = {
        "today": today.isoformat(),
        "base_url": settings.BASE_URL,
        "offices": [{"key": o["key"], "name": o["name"], "url": office_url(o["key"], "")} for o in offices],
        "organisations": [
            {"key": key, "name": name}
            for key, name in sorted({o["key"]: o["name"] for f in offices for o in f["organisations"]}.items())
        ],
        "accounts": [shared.as_entry(sign) for sign in people.signs],
        "api_clients": [
            {
                "office": o["key"],
                "client_id": shared.client_id(o["key"]),
                "client_secret": shared.client_secret(o["key"]),
                "token_url": base_url("/identity/o/api/token"),
            }
            for o in offices
        ],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(facts, ensure_ascii=False, indent=1))
    fresh.rename(path)
