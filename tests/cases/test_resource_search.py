"""The resource map is searched as people write and mistype (R24)."""

import pytest

from cases.queries.resources import search_resources
from kernel.access.actor import Role
from kernel.tenancy.place import transaction_in
from tests.factories import cases as make
from tests.factories import contracts
from tests.factories.people import acting, actor

pytestmark = pytest.mark.django_db


def found(who, text, districts=None):
    return [row.name for row in search_resources(who, text, districts)]


@pytest.mark.parametrize(
    "text, name",
    [
        ("Bäckereien", "Bäckerei am Markt"),
        ("backerei", "Bäckerei am Markt"),
        ("Baeckerei", "Bäckerei am Markt"),
        ("Bäckrei", "Bäckerei am Markt"),
        ("verein", "Fußballverein Rot-Weiß"),
        ("Fussball", "Fußballverein Rot-Weiß"),
        ("Fußbal", "Fußballverein Rot-Weiß"),
        ("Hausaufgaben", "Lernhaus"),
        ("nachmittage", "Lernhaus"),
        ("boxen sport", "Halle 4"),
        ("'); DROP TABLE x; -- Halle", "Halle 4"),
    ],
)
def test_r24_words_are_found_in_other_forms_in_parts_and_mistyped(nord, text, name):
    with acting(nord, Role.CASE_WORKER) as worker:
        make.resource(name="Bäckerei am Markt", kind="place")
        make.resource(name="Fußballverein Rot-Weiß")
        make.resource(name="Lernhaus", description="Hilfe bei Hausaufgaben an jedem Nachmittag")
        make.resource(name="Halle 4", tags=["Sport", "Boxen"])
        wanted = text.replace("'); DROP TABLE x; -- ", "")
        assert found(worker, wanted)[0] == name
        assert isinstance(found(worker, text), list)


def test_r24_of_own_districts_and_of_today(nord):
    worker = actor(nord, Role.PROVIDER_WORKER, "alpha")
    with transaction_in(nord):
        here, there = contracts.district("Hier"), contracts.district("Dort")
        make.resource(here, there, name="Chor")
        make.resource(there, name="Chorleiterin", kind="person")
        make.resource(here, name="Chor von früher", closed_on=worker.today)
        assert found(worker, "Chor", [here]) == ["Chor"]
        assert set(found(worker, "Chor")) == {"Chor", "Chorleiterin"}
        assert found(worker, "") == ["Chor", "Chorleiterin"]
        assert found(worker, "Zahnarzt") == []
        assert found(worker, "& | ! :*") == ["Chor", "Chorleiterin"]
