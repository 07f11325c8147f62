"""A new office is one command; a wrong one leaves nothing behind."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from kernel.tenancy.place import transaction_in
from tenants.registry.models import Domain, Office

pytestmark = pytest.mark.usefixtures("fleet")


def create(key: str, **fields: str) -> None:
    call_command("create_office", key, **({"name": "Westkreis", "state": "NW", "ags": "05000000"} | fields))


def test_a_new_office_answers_at_its_address(capsys: pytest.CaptureFixture[str]) -> None:
    create("west_kreis")
    assert "http://west-kreis.hilfenetz.localhost/" in capsys.readouterr().out
    assert Client().get("/", headers={"host": "west-kreis.hilfenetz.localhost"}).status_code == 302
    with transaction_in(Office.objects.get(key="west_kreis").place), connection.cursor() as cursor:
        cursor.execute("SELECT current_user, count(*) FROM audit_entry")
        assert cursor.fetchone() == ("o_west_kreis", 0)


@pytest.mark.parametrize("key", ["nord", "West", "west-kreis", "1west", "x" * 60, "w'; DROP SCHEMA o_nord; --"])
def test_a_wrong_key_is_refused_with_a_sentence(key: str) -> None:
    with pytest.raises(CommandError, match="key: "):
        create(key)
    assert set(Office.objects.values_list("key", flat=True)) == {"nord", "sued"}


def test_a_failure_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kernel.tenancy.provision.opening_sql", lambda office: "SELECT 1/0")
    with pytest.raises(Exception, match="division by zero"):
        create("nirgends")
    assert not Office.objects.filter(key="nirgends").exists() and not Domain.objects.filter(tenant="nirgends").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('o_nirgends'), to_regrole('o_nirgends')")
        assert cursor.fetchone() == (None, None)
