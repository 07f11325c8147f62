"""One transaction belongs to one place."""

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError

from kernel.audit.models import Entry
from kernel.tenancy.place import PORTAL, Place, bound, transaction_in
from tenants.people.models import Person
from tests.database import WEB, set_up


def who() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('search_path')")
        return cursor.fetchone()


@pytest.mark.django_db
def test_a_place_has_its_role_and_schema_and_leaves_nothing_behind(nord: Place, sued: Place) -> None:
    outside = who()
    with bound(nord):
        assert who() == ("o_nord", "o_nord, public")
        with bound(sued):
            assert who() == ("o_sued", "o_sued, public")
        assert who() == ("o_nord", "o_nord, public")
    assert who()[0] == outside[0] == "hn_test"


@pytest.mark.django_db
def test_rows_stay_in_their_office(nord: Place, sued: Place) -> None:
    with bound(nord):
        Entry.objects.create(place="nord", via="test", verb="x", model="m", record="1")
    with bound(sued):
        assert not Entry.objects.exists()
    with bound(nord):
        assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_setting_a_scene_needs_the_owner(nord: Place, alpha: Place) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), bound(alpha):
        Person.objects.create(name="X")
    with set_up():
        person = Person.objects.create(name="X")
    with bound(nord):
        assert not Person.objects.filter(pk=person.pk).exists()
    with bound(PORTAL):
        assert Person.objects.filter(pk=person.pk).exists()


def test_a_real_transaction_stays_in_its_place(web: Any, nord: Place, sued: Place) -> None:
    with transaction_in(nord), pytest.raises(TransactionManagementError), bound(sued):
        pass
    assert who() == (WEB.name, "public")
