"""Creating an office, and a new column in three hundred of them, against django-tenants' own way."""

from django.core.management import call_command
from django.test import override_settings

from kernel.tenancy.fleet import migrate_fleet
from kernel.tenancy.place import as_owner
from kernel.tenancy.provision import provision_office
from tenants.registry.models import Office
from tests.bench.ground import quiet, use
from tests.bench.results import Result, middle, seconds

OFFICES, THEIRS = 300, 4
RELEASE = {"MIGRATION_MODULES": {"submissions": "tests.bench.release"}, "SCHEMA_VERSION": "bench"}


def office(key: str) -> Office:
    return Office.objects.create(key=key, name=key, state="NI", ags="03000000", monogram="x")


def measure() -> list[Result]:
    use("bench_fleet")
    with as_owner():
        return [creating(), *migrating()]


def creating() -> Result:
    keys = iter(range(1000))
    provision_office(office("first"))  # reads the template; like Django's modules, once per process
    ours = middle(lambda: provision_office(office(f"ours{next(keys)}")), 9)

    def their_way() -> None:
        office(f"theirs{next(keys)}").create_schema(check_if_exists=True, verbosity=0)

    theirs = middle(their_way, 3)
    Office.objects.filter(key__startswith="theirs").delete()
    return Result(
        "Amt anlegen gegen django-tenants",
        theirs / ours,
        "mal so schnell",
        4,
        True,
        f"Median: {ours * 1000:.0f} ms aus der Vorlage, {theirs * 1000:.0f} ms mit create_schema",
    )


def migrating() -> list[Result]:
    """Their time is measured on a few schemas of the same database; each of them costs the same."""
    while (have := Office.objects.count()) < OFFICES:
        provision_office(office(f"many{have}"))
    some = [o.schema_name for o in Office.objects.all()[:THEIRS]]
    with override_settings(**RELEASE):
        theirs = (
            seconds(
                lambda: [
                    call_command("migrate_schemas", schema_name=name, verbosity=0, interactive=False) for name in some
                ]
            )
            / THEIRS
        )
        whole = seconds(lambda: migrate_fleet(quiet))
    if behind := Office.objects.exclude(schema_version="bench").count():
        raise RuntimeError(f"{behind} offices were not migrated")
    ours = whole / (OFFICES - THEIRS)
    return [
        Result(
            f"Spalte in {OFFICES} Ämtern gegen migrate_schemas",
            theirs / ours,
            "mal so schnell",
            50,
            True,
            f"je Amt {ours * 1000:.1f} ms (Vorlage eingerechnet) gegen {theirs * 1000:.0f} ms; migrate_schemas an {THEIRS} der "
            f"{OFFICES} Schemas gemessen und hochgerechnet",
        ),
        Result(f"Spalte in {OFFICES} Ämtern", whole, "s", note="ganze Dauer von migrate_offices ohne Programmstart"),
    ]
