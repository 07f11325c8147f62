"""One transaction belongs to one place."""

from collections.abc import Iterator

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError

from kernel.audit.models import Entry
from kernel.tenancy.place import PORTAL, Place, bound
from tenants.people.models import Person
from tests.database import set_up

pytestmark = pytest.mark.django_db


def who() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('search_path')")
        return cursor.fetchone()


def test_a_place_has_its_role_and_schema_and_leaves_nothing_behind(nord: Place, sued: Place) -> None:
    outside = who()
    with bound(nord):
        assert who() == ("o_nord", "o_nord, public")
        with bound(sued):
            assert who() == ("o_sued", "o_sued, public")
        assert who() == ("o_nord", "o_nord, public")
    assert who()[0] == outside[0] == "hn_test"


def test_rows_stay_in_their_office(nord: Place, sued: Place) -> None:
    with bound(nord):
        Entry.objects.create(place="nord", via="test", verb="x", model="m", record="1")
    with bound(sued):
        assert not Entry.objects.exists()
    with bound(nord):
        assert Entry.objects.count() == 1


def test_setting_a_scene_needs_the_owner(nord: Place) -> None:
    with pytest.raises(ProgrammingError, match="permission denied|row-level security"), transaction.atomic(), bound(nord):
        Person.objects.create(name="X")
    with set_up():
        Person.objects.create(name="X")
    with bound(nord):
        assert not Person.objects.exists()
    with bound(PORTAL):
        assert Person.objects.count() == 1
