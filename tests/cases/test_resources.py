"""The resource map: kept by who works there, kept fresh by asking, read from a file (R24)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Resource
from cases.usecases.resources import add_resource, change_resource, close_resource, confirm_resource
from cases.usecases.resources_import import check_file, import_resources
from cases.web.today import resources as today
from contracts.models import DistrictBorder
from kernel.access.actor import Role
from kernel.access.errors import Denied
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from tests.contracts.test_districts import refused
from tests.factories import cases as make
from tests.factories import conferences as sheets
from tests.factories import contracts
from tests.factories.people import acting, client, person

pytestmark = [pytest.mark.django_db, pytest.mark.urls("project.urls_office")]
DAY = timedelta(days=1)
CHOIR = {"kind": "club", "name": "Chor"}
HEAD = "Name;Art;Räume;Schlagworte;Internet;Breite;Länge\n"


@pytest.mark.parametrize(
    "wrong, field, words",
    [
        ({"latitude": Decimal("51.4")}, "longitude", "oder keine"),
        ({"longitude": Decimal("7.9")}, "latitude", "oder keine"),
        ({"latitude": Decimal("48.85"), "longitude": Decimal("2.35")}, "longitude", "nicht in Deutschland"),
        ({"latitude": Decimal("-51.4"), "longitude": Decimal("7.9")}, "latitude", "nicht in Deutschland"),
        ({"website": "javascript:alert(1)"}, "website", "https://"),
        ({"website": "ftp://chor.example/x"}, "website", "https://"),
        ({"tags": ["x" * 41]}, "tags", "40 Zeichen"),
        ({"name": "  "}, "name", "heißt"),
    ],
)
def test_r24_what_does_not_fit_gets_its_sentence(nord, wrong, field, words):
    with acting(nord, Role.CASE_WORKER) as worker:
        with refused(field, words):
            add_resource(actor=worker, districts=[contracts.district()], **(CHOIR | wrong))
        with refused("districts", "mindestens einen"):
            add_resource(actor=worker, districts=[], **CHOIR)


def test_r24_providers_keep_the_map_of_their_own_districts(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        own, other = contracts.role().district, contracts.district("Dort")
        row = add_resource(actor=worker, districts=[own], tags=["Singen", "singen "], **CHOIR)
        assert row.tags == ["Singen"] and row.last_confirmed_on == worker.today
        with refused("districts", "in denen Sie arbeiten"):
            change_resource(actor=worker, resource=row, districts=[own, other], **CHOIR)
        shared = make.resource(own, other, name="Bücherei")
        kept = change_resource(
            actor=worker, resource=shared, districts=[own, other], kind="place", name="Bücherei West"
        )
        assert kept.districts.count() == 2
        with refused("districts", "in denen Sie arbeiten"):
            change_resource(actor=worker, resource=shared, districts=[own], kind="place", name="Bücherei")
        with pytest.raises(Denied):
            confirm_resource(actor=worker, resource=make.resource(other, name="Fern"))


def test_r24_what_nobody_confirmed_for_a_year_is_asked_for(nord):
    with acting(nord, Role.CASE_WORKER) as worker:
        where, elsewhere = contracts.district(), contracts.district("Dort")
        sheets.team_member(where, worker.person)
        old = worker.today - 400 * DAY
        row = make.resource(where, name="Alt", last_confirmed_on=old)
        make.resource(where, name="Frisch")
        make.resource(elsewhere, name="Fremd", last_confirmed_on=old)
        make.resource(where, name="Weg", last_confirmed_on=old, closed_on=old)
        assert [d.title for d in today.due(worker)] == ["Gibt es „Alt“ noch so?"]
        confirm_resource(actor=worker, resource=row)
        assert not list(today.due(worker))
        assert close_resource(actor=worker, resource=row, closed_on=worker.today).closed_on
        with refused("closed_on", "schon da"):
            close_resource(actor=worker, resource=row, closed_on=worker.today)


def test_r24_a_table_is_checked_first_and_taken_over_as_a_whole(nord):
    with acting(nord, Role.CASE_WORKER) as worker:
        where = contracts.district("Mitte")
        good = HEAD + 'Chor;Verein;Mitte;"Singen, Musik";https://chor.example;51,4;7,9\nBude;Ort;Mitte;;;;\n'
        assert [line.result for line in check_file(worker, good.encode())] == ["wird neu eingetragen"] * 2
        assert not Resource.objects.exists()
        import_resources(actor=worker, content=good.encode())
        choir = Resource.objects.get(name="Chor")
        assert (choir.tags, choir.latitude, list(choir.districts.all())) == (
            ["Singen", "Musik"],
            Decimal("51.4"),
            [where],
        )
        again = "Name;Art;Räume;Telefon\nChor;Verein;Mitte;0291 1\n"
        import_resources(actor=worker, content=again.encode())
        choir.refresh_from_db()
        assert Resource.objects.count() == 2 and choir.phone == "0291 1" and choir.tags == ["Singen", "Musik"]


@pytest.mark.parametrize(
    "text, words",
    [
        ("Name;Art;Räume;Farbe\nChor;Verein;Mitte;rot\n", "„Farbe“ kennen wir nicht"),
        ("Name;Art\nChor;Verein\n", "fehlt die Spalte „Räume“"),
        ("Name;Name;Art;Räume\nChor;Chor;Verein;Mitte\n", "steht zweimal"),
        ("Name;Art;Räume\n", "keine Zeile"),
    ],
)
def test_r24_a_wrong_table_is_refused(nord, text, words):
    with acting(nord, Role.CASE_WORKER) as worker, refused("file", words):
        contracts.district("Mitte")
        check_file(worker, text.encode())


@pytest.mark.parametrize(
    "row, words",
    [
        ("Chor;Verein;Mitte;;;;", "Steht schon in Zeile 2"),
        ("Neu;Planet;Mitte;;;;", "Art: Diese Art gibt es nicht"),
        ("Neu;Verein;Mond;;;;", "Räume: „Mond“"),
        ("Neu;Verein;Mitte;;javascript:alert(1);;", "Internet: "),
        ("Neu;Verein;Mitte;;;51,4;", "Länge: "),
        ("Neu;Verein;Mitte;;;oben;7", "Breite: "),
    ],
)
def test_r24_a_wrong_row_holds_up_the_whole_table(nord, row, words):
    with acting(nord, Role.CASE_WORKER) as worker:
        contracts.district("Mitte")
        content = (HEAD + "Chor;Verein;Mitte;;;;\n" + row + "\n").encode()
        assert words in check_file(worker, content)[1].fault
        with refused("file", "Nichts ist übernommen. Zeile 3"):
            import_resources(actor=worker, content=content)
        assert not Resource.objects.exists()


def test_r24_the_pages_of_the_map(nord):
    browser = client(nord, Role.CASE_WORKER, who=person("Karla Karte"))
    with transaction_in(nord):
        where = contracts.district()
        square = [[[7.8, 51.3], [8.0, 51.3], [8.0, 51.5], [7.8, 51.5], [7.8, 51.3]]]
        DistrictBorder.objects.create(district=where, geometry={"type": "MultiPolygon", "coordinates": [square]})
        row = make.resource(where, name="Chor", tags=["Singen"], latitude=Decimal("51.4"), longitude=Decimal("7.9"))
        make.resource(where, name="Alt", last_confirmed_on=contracts.LONG_AGO)
    found = browser.get("/ressourcen/?q=chöre").content.decode()
    assert "Chor" in found and "Alt" not in found
    assert "lange nicht bestätigt" in browser.get("/ressourcen/?fresh=old").content.decode()
    assert "Chor" in browser.get("/ressourcen/?tag=singen").content.decode()
    assert "51,40000" in browser.get("/ressourcen/?export=csv").content.decode()
    assert "hn-map__spot" in browser.get("/ressourcen/karte/").content.decode()
    page = browser.get(reverse("resource", args=[row.pk])).content.decode()
    assert "Singen" in page and "Stimmt noch" in page
    answer = browser.post(
        "/ressourcen/neu/",
        {"submission": uuid7(), "districts": [where.pk], "kind": "place", "name": "Laden", "website": "javascript:1"},
    )
    assert answer.status_code == 422
    answer = browser.post(
        "/ressourcen/neu/",
        {"submission": uuid7(), "districts": [where.pk], "kind": "place", "name": "Laden", "tags": "Reden, Tee",
         "latitude": "51,41", "longitude": "7,95"},
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    made = Resource.objects
    with transaction_in(nord):
        made = Resource.objects.get(name="Laden")
        assert made.tags == ["Reden", "Tee"] and made.latitude == Decimal("51.41")


def test_r24_a_list_costs_as_many_queries_with_three_rows_as_with_one(nord):
    browser = client(nord, Role.CASE_WORKER)

    def cost(path):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(path).status_code == 200
        return len(queries)

    with transaction_in(nord):
        make.resource(name="Eins", last_confirmed_on=contracts.LONG_AGO)
    paths = ("/ressourcen/", "/ressourcen/karte/", "/ressourcen/?export=csv")
    cost("/ressourcen/")  # what is asked once per process
    before = {path: cost(path) for path in paths}
    with transaction_in(nord):
        for name in ("Zwei", "Drei"):
            make.resource(contracts.district(name), name=name, last_confirmed_on=contracts.LONG_AGO)
    assert {path: cost(path) for path in paths} == before
