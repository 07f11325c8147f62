"""What a server does not guarantee is said, by the system check and on the status page."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connections

from kernel.postgres import EmbeddedServer
from kernel.tenancy.bootstrap import Login, bootstrap
from kernel.tenancy.fleet import migrate_template
from kernel.tenancy.place import as_owner, transaction_in
from kernel.tenancy.provision import provision_office, provision_organisation
from kernel.tenancy.safety import check_database, findings, holes
from tenants.registry.models import Office, Organisation
from tests import database
from tests.database import WEB


def test_a_server_that_was_set_up_lacks_nothing(web: Any) -> None:
    assert findings() == {}
    assert check_database(databases=None) == []
    call_command("check", "--database", "default", "--tag", "database", "--fail-level", "WARNING")


WRONG = {
    "tenancy.W001": "ALTER ROLE hn_web_test CREATEROLE",
    "tenancy.W002": "ALTER ROLE hn_web_test INHERIT",
    "tenancy.W003": "GRANT USAGE ON SCHEMA o_nord TO hn_web_test",
    "tenancy.W004": "GRANT EXECUTE ON FUNCTION set_config TO PUBLIC",
    "tenancy.W005": "GRANT CREATE ON SCHEMA public TO hn_office",
}


@pytest.mark.parametrize(("code", "mistake"), WRONG.items(), ids=WRONG)
def test_a_hole_is_named(django_db_setup: None, code: str, mistake: str) -> None:
    with psycopg.connect(database.owner_url()) as owner:
        assert code not in holes(owner.cursor(), WEB.name)
        owner.execute(mistake)
        assert code in holes(owner.cursor(), WEB.name)
        owner.rollback()


@pytest.fixture
def managed(web: Any) -> Iterator[None]:
    """Another server, whose owner is no superuser, as hosting companies give it."""
    folder = Path(tempfile.mkdtemp(prefix="hilfenetz-managed-"))
    folder.chmod(0o711)
    settings = connections.settings["default"]
    before = dict(settings)
    with EmbeddedServer(folder / "postgres", fsync=False) as server:
        with psycopg.connect(server.url(), autocommit=True) as root:
            root.execute("CREATE ROLE managed LOGIN CREATEDB CREATEROLE PASSWORD 'managed'")
        at = {"HOST": "127.0.0.1", "PORT": str(server.port), "NAME": "elsewhere"}
        settings |= at | {"OWNER": {**at, "USER": "managed", "PASSWORD": "managed"}}
        database.log_in(WEB)
        yield
        connections.close_all()
    settings |= before
    shutil.rmtree(folder)


@pytest.mark.full
def test_a_managed_server_works_and_lacks_one_thing(managed: None) -> None:
    said: list[str] = []
    for _ in range(2):  # it can be repeated
        bootstrap(said.append)
    assert sum("kein Superuser" in line for line in said) == 2
    office = Office(key="west", name="West", state="NI", ags="03000000", monogram="we")
    provider = Organisation(key="gamma", name="Gamma")
    with as_owner():
        migrate_template(said.append)
        office.save()
        provision_office(office)
        provider.save()
        provision_organisation(provider)
    for place in (office.place, provider.place):
        with transaction_in(place):
            assert Organisation.objects.get().key == "gamma"
    assert list(findings()) == ["tenancy.W004"]


def test_the_web_process_needs_a_role_of_its_own(django_db_setup: None) -> None:
    owner = connections.settings["default"]["OWNER"]
    with pytest.raises(ImproperlyConfigured, match="dieselbe Rolle"):
        bootstrap(print, Login(owner["USER"], owner["PASSWORD"]))
