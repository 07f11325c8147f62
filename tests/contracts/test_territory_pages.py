"""The pages and the API of districts, centres, offers, contacts and gaps as a browser gets them."""

import json
from datetime import date, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.models import Centre, Contact, District, DistrictBorder, OfferDate, ProviderRole
from kernel import clock
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from tests.contracts.test_geojson import collection, feature
from tests.factories import contracts as make
from tests.factories.people import client, membership, person

pytestmark = pytest.mark.django_db
URLS = "project.urls_office"
DAY = timedelta(days=1)


def url(name, *args):
    return reverse(name, urlconf=URLS, args=args)


def sent(**fields):
    return {"submission": str(uuid7())} | fields


def text(answer):
    return answer.content.decode()


def test_r3_the_list_and_the_api_as_of_a_day(nord):
    browser = client(nord, Role.PLANNER)
    with transaction_in(nord):
        row = make.district("Bahnhof")
    browser.post(url("district-rename", row.pk), sent(name="Mitte", begins="1.7.2024"))
    page = text(browser.get(url("districts"), {"on": "30.6.2024"}))
    assert "Bahnhof" in page and "Mitte" not in page and "30.\u00a0Juni 2024" in page
    assert "Mitte" in text(browser.get(url("districts")))
    assert text(browser.get(url("districts"), {"on": "1.1.2001"})).count("Keine ") == 1
    then = browser.get("/api/v1/districts", {"on": "2024-06-30"}).json()["results"]
    assert [d["name"] for d in then] == ["Bahnhof"]
    assert [d["name"] for d in browser.get("/api/v1/districts").json()["results"]] == ["Mitte"]
    assert browser.get("/api/v1/districts", {"on": "gestern"}).status_code == 400
    history = text(browser.get(url("district", row.pk)))
    assert "Beginnt als „Bahnhof“" in history and "Heißt „Mitte“" in history


def test_r3_a_split_by_its_form_says_what_was_not_carried_over(nord):
    browser = client(nord, Role.PLANNER)
    with transaction_in(nord):
        row = make.role(make.district("West"), kind="lead").district
        centre = make.centre(row)
    fields = {"part_1": "Westen", "part_2": "Hafen", "begins": "1.7.2024"}
    refused = browser.post(url("district-split", row.pk), sent(**fields))
    assert refused.status_code == 422 and f"centre_{centre.pk}" in text(refused)
    done = browser.post(url("district-split", row.pk), sent(**fields | {f"centre_{centre.pk}": "2"}), follow=True)
    assert "Nicht fortgeführt: Alpha Jugendhilfe in West" in text(done)
    assert "Nachfolge: Hafen" in text(done) and "Geschlossen seit 30.\u00a0Juni 2024" in text(done)
    with transaction_in(nord):
        hafen = District.objects.get(name="Hafen")
        assert Centre.objects.get().district == hafen
    assert "Alpha Jugendhilfe war in West" not in text(browser.get(url("district", hafen.pk)))  # long ago


def test_r2_a_merger_by_its_form_names_who_led(nord):
    browser = client(nord, Role.PLANNER)
    with transaction_in(nord):
        one, two = make.district("Nord"), make.district("Süd")
        make.role(one, "alpha", kind="lead")
        make.role(two, "beta", kind="lead")
    fields = sent(others=[str(two.pk)], name="Mitte", begins="heute", carry_roles="on")
    page = text(browser.post(url("district-merge", one.pk), fields, follow=True))
    assert "<h1>Mitte</h1>" in page and "Vergeben Sie diese Rollen neu" in page
    assert "Alpha Jugendhilfe war in Nord" in page and "Beta Familiendienste war in Süd" in page
    itself = sent(others=[str(one.pk)], name="Mitte", begins="heute")
    assert browser.post(url("district-merge", one.pk), itself).status_code == 422


def test_r3_districts_follow_each_other_by_api(nord):
    browser = client(nord, Role.PLANNER)
    with transaction_in(nord):
        row, other = make.district("West"), make.district("Süd")
        centre = make.centre(row)

    def command(path, row, **body):
        return browser.post(
            f"/api/v1/districts/{row.pk}/{path}", json.dumps(body), content_type="application/json",
            headers={"if-match": "*"},
        )  # fmt: skip

    parts = [{"name": "Westen", "centres": [str(centre.pk)]}, {"name": "Hafen"}]
    assert command("split", row, begins="2019-01-01", parts=parts).status_code == 422
    assert command("split", row, begins="2024-07-01", parts=parts[:1]).status_code == 422
    assert command("split", row, begins="2024-07-01", parts=parts).json()["ends"] == "2024-06-30"
    with transaction_in(nord):
        hafen = District.objects.get(name="Hafen")
    answer = command("merge", other, others=[str(other.pk)], begins="2025-01-01", name="Neu")
    assert answer.status_code == 422 and "nicht mit sich selbst" in answer.json()["detail"]
    assert command("merge", other, others=[str(hafen.pk)], begins="2025-01-01", name="Neu").status_code == 200
    assert command("rename", hafen, name="X", begins="2030-01-01").status_code == 422
    shape = {"type": "Polygon", "coordinates": [[[8, 51], [8.2, 51], [8.2, 51.2], [8, 51]]]}
    for geometry, status in [(shape, 200), ({"type": "Point"}, 422), ("Polygon", 422), (None, 422)]:
        answer = browser.put(
            f"/api/v1/districts/{hafen.pk}/border", json.dumps({"geometry": geometry}),
            content_type="application/json", headers={"if-match": "*"},
        )  # fmt: skip
        assert answer.status_code == status, answer.content


def test_borders_are_checked_before_anything_is_taken_over_and_then_drawn(nord):
    browser = client(nord, Role.PLANNER)
    with transaction_in(nord):
        make.district("Nord")
        make.district("Süd")

    def upload(content, step):
        return browser.post(
            url("district-borders"),
            {"file": SimpleUploadedFile("g.json", content), "name_property": "name", "step": step},
        )

    wrong = collection(feature("Nord"), feature("Ost"), feature("Süd", {"type": "Point", "coordinates": [8, 51]}))
    answer = upload(wrong, "import")
    assert answer.status_code == 422
    assert "2 von 3 passen nicht" in text(answer) and "„Ost“ gibt es heute nicht" in text(answer)
    assert "hier steht „Point“" in text(answer) and "mehrmals" in text(
        upload(collection(feature(), feature()), "check")
    )
    right = collection(feature("nord"), feature("Süd"))
    assert "Noch ist nichts gespeichert" in text(upload(right, "check"))
    with transaction_in(nord):
        assert not DistrictBorder.objects.exists()
    assert upload(right, "import").status_code == 302
    page = text(browser.get(url("district-map")))
    assert page.count('<path class="hn-map__area"') == 2 and 'aria-label="Nord: ' in page and "style=" not in page
    assert upload(b"[" * 100_000, "check").status_code == 422
    assert upload(b" " * (5 * 1024 * 1024 + 1), "check").status_code in (413, 422)


def test_r23b_one_tap_opens_the_own_centre_and_one_counts(nord):
    who = person()
    browser = client(nord, Role.CASE_WORKER, who=who)
    with transaction_in(nord):
        own = make.centre(name="Eigenes")
        make.centre(make.district("Süd"), "Anderes")
        make.member(own, who.pk)
    assert url("contact-count") in text(browser.get(url("today")))
    page = text(browser.get(url("contact-count")))
    assert "<h1>Eigenes</h1>" in page and page.count("hn-count__button") == 2
    key = sent()
    done = browser.post(url("contact-walk-in", own.pk), key, follow=True)
    assert "Gezählt: Kontakt ohne Termin in Eigenes." in text(done)
    assert "schon gezählt" in text(browser.post(url("contact-walk-in", own.pk), key, follow=True))
    browser.post(url("contact-counselling", own.pk), sent())
    with transaction_in(nord):
        last = Contact.objects.get(kind="counselling")
    assert browser.post(url("contact-undo", last.pk), sent()).status_code == 302
    with transaction_in(nord):
        assert list(Contact.objects.values_list("kind", flat=True)) == ["walk_in"]


def test_r23b_who_is_in_no_team_chooses_the_centre(nord):
    browser = client(nord, Role.PROVIDER_WORKER, "alpha")
    with transaction_in(nord):
        centre = make.centre(name="Laden")
        make.centre(name="Geplant", opened_on=None, precision="planned")
    page = text(browser.get(url("contact-count")))
    assert "Laden" in page and "Geplant" not in page and "hn-count__button" not in page
    assert "hn-count__button" in text(browser.get(url("contact-count"), {"zentrum": centre.pk}))
    assert browser.get(url("contact-count"), {"zentrum": "../../x"}).status_code == 200
    late = sent(centre=str(centre.pk), kind="walk_in", happened_on="gestern")
    assert browser.post(url("contact-late"), late).status_code == 302
    assert browser.post(url("contact-late"), late | sent(happened_on="morgen")).status_code == 422


def test_r23b_the_list_of_contacts_is_a_count_and_exports(nord):
    browser = client(nord, Role.PLANNER)
    with transaction_in(nord):
        centre = make.centre()
        counter = uuid7()
        for kind in ("walk_in", "walk_in", "counselling"):
            make.contact(centre, counter, kind=kind, happened_on=date(2026, 3, 9))
    page = text(browser.get(url("contacts")))
    assert "März 2026" in page and "Treff" in page and str(counter) not in page
    lines = browser.get(url("contacts"), {"export": "csv"}).content.decode("utf-8-sig").splitlines()
    assert lines[1].split(";") == ["2026-03", "Treff", "Mitte", "2", "1", "3"]
    for sort in ("month", "-together", "centre", "district", "walk_in"):
        assert browser.get(url("contacts"), {"sort": sort, "since": "1.3.2026"}).status_code == 200
    assert str(counter) not in text(browser.get("/api/v1/contacts"))


def test_r23b_offers_from_the_catalogue_to_the_count(nord):
    browser = client(nord, Role.PLANNER)
    with transaction_in(nord):
        centre = make.centre()
        make.engagement()
    made = browser.post(url("offer-new", centre.pk), sent(name="Babyclub", begins="1.1.2026", organisation="alpha"))
    assert made.status_code == 302
    offer = made["location"].rstrip("/").rsplit("/", 1)[-1]
    series = sent(
        held_on="3.3.2026", begins_at="9 Uhr", ends_at="10.30", rhythm="weekly", until="17.3.2026", places="8"
    )
    assert browser.post(url("offer-dates-new", offer), series).status_code == 302
    wrong = sent(held_on="3.3.2026", begins_at="halb neun", ends_at="25:00", rhythm="weekly")
    answer = browser.post(url("offer-dates-new", offer), wrong)
    assert answer.status_code == 422 and text(answer).count("Diese Uhrzeit verstehen wir nicht") >= 2
    with transaction_in(nord):
        first, second, third = OfferDate.objects.all()
        assert (first.begins_at, first.ends_at, third.held_on) == (time(9), time(10, 30), date(2026, 3, 17))
    assert browser.post(url("offer-date-count", first.pk), sent(adults="6", children="7")).status_code == 302
    assert browser.post(url("offer-date-cancel", second.pk), sent(version=second.version)).status_code == 302
    page = text(browser.get(url("offer", offer)))
    assert "abgesagt" in page and "noch nicht gezählt" in page and "Berichtigen" in page
    assert "13" in text(browser.get(url("offers")))
    assert "Babyclub" in browser.get(url("offer-dates"), {"export": "csv", "state": "open"}).content.decode()
    for state in ("ahead", "open", "counted", "off", "x"):
        assert browser.get(url("offer-dates"), {"state": state, "since": "1.1.2026"}).status_code == 200


def test_a_team_is_filled_by_its_form_and_shown_on_the_centres_page(nord):
    browser = client(nord, Role.PLANNER)
    joined = membership(person("Anna Amt"), nord, Role.CASE_WORKER)
    with transaction_in(nord):
        centre = make.centre()
    page = text(browser.get(url("member-new", centre.pk)))
    assert "Anna Amt, Jugendamt" in page
    fields = sent(membership=str(joined.pk), function="Beratung", begins="heute")
    assert browser.post(url("member-new", centre.pk), fields).status_code == 302
    assert "Anna Amt" in text(client(nord, Role.PROVIDER_WORKER, "alpha").get(url("centre", centre.pk)))
    assert browser.post(url("member-new", centre.pk), fields | {"submission": str(uuid7())}).status_code == 422


def test_r2_gaps_and_the_change_of_the_lead(nord):
    browser = client(nord, Role.PLANNER)
    with transaction_in(nord):
        role = make.role(make.district("Hüsten"), kind="lead", ends=clock.today() + 20 * DAY)
        make.engagement("beta")
    page = text(browser.get(url("gaps")))
    assert "Für Hüsten fehlt ab" in page and "Rolle vergeben" in page
    assert "Rolle vergeben" not in text(client(nord, Role.FINANCE).get(url("gaps")))
    assert browser.get("/api/v1/districts/gaps").json()[0]["field_of_help"] == "education"
    assert browser.get(url("gaps"), {"export": "csv"}).status_code == 200
    fields = sent(organisation="beta", begins=f"{clock.today() + 21 * DAY:%d.%m.%Y}")
    assert browser.post(url("role-hand-over", role.pk), fields).status_code == 302
    assert "Keine Lücke." in text(browser.get(url("gaps")))
    with transaction_in(nord):
        assert ProviderRole.objects.count() == 2


def test_r7_no_page_says_that_only_the_lead_may_help(nord):
    browser = client(nord, Role.PLANNER)
    with transaction_in(nord):
        role = make.role(kind="lead")
    for name, args in (("district", [role.district_id]), ("role-new", [role.district_id]), ("roles", []), ("gaps", [])):
        page = text(browser.get(url(name, *args)))
        assert "kein Alleinrecht" in page or "alle Träger leisten" in page, name


def test_timelines_per_district_and_per_provider_filter_by_field(nord):
    browser = client(nord, Role.PLANNER)
    with transaction_in(nord):
        where = make.district()
        make.role(where, "alpha", kind="lead")
        make.role(where, "beta", kind="lead", field_of_help="school")
        provider = make.engagement("alpha")
        make.role(where, "alpha", field_of_help="integration")
    for address in (url("district", where.pk), url("provider", provider.pk)):
        every, one = text(browser.get(address)), text(browser.get(address, {"feld": "education"}))
        assert every.count('<rect class="hn-bar') > one.count('<rect class="hn-bar')
        assert browser.get(address, {"feld": "'; --"}).status_code == 200
    page = text(browser.get(url("roles"), {"je": "traeger", "field_of_help": "school"}))
    assert "Rollen je Träger" in page and page.count('aria-label="Beta Familiendienste: ') == 1


@pytest.mark.parametrize(
    ("name", "role", "thing"),
    [
        ("districts", Role.PLANNER, lambda n: make.centre(make.role(make.district(f"Raum {n}")).district)),
        ("district-map", Role.PLANNER, lambda n: make.centre(make.district(f"Raum {n}"))),
        ("offers", Role.CASE_WORKER, lambda n: make.offer_date(make.offer(make.centre(make.district(f"Raum {n}"))))),
        ("offer-dates", Role.CASE_WORKER, lambda n: make.offer_date(make.offer(make.centre(make.district(f"R {n}"))))),
        ("contacts", Role.PLANNER, lambda n: make.contact(make.centre(make.district(f"Raum {n}")))),
        ("contact-count", Role.CASE_WORKER, lambda n: make.centre(make.district(f"Raum {n}"))),
        ("gaps", Role.PLANNER, lambda n: make.district(f"Raum {n}")),
        ("today", Role.PLANNER, lambda n: make.district(f"Raum {n}")),
    ],
)
def test_lists_cost_the_same_queries_at_one_and_three_rows(nord, name, role, thing):
    browser = client(nord, role)
    counts = []
    for wanted in (1, 3):
        with transaction_in(nord):
            for n in range(wanted):
                thing(n + wanted)
        browser.get(url(name))
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url(name)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], [q["sql"] for q in queries]


@pytest.mark.parametrize("name", ["centre", "offer", "district"])
def test_records_cost_the_same_queries_however_much_they_hold(nord, name):
    browser = client(nord, Role.PLANNER)
    with transaction_in(nord):
        centre = make.centre()
        offer = make.offer(centre)
    counts = []
    for number in (1, 3):
        with transaction_in(nord):
            for n in range(number):
                make.offer_date(offer, begins_at=time(number + n), ends_at=time(20))
                make.member(centre, uuid7())
                make.contact(centre)
                make.offer(centre, f"Angebot {n}{number}")
                make.role(
                    centre.district,
                    field_of_help=["education", "school", "integration"][n],
                    begins=make.LONG_AGO + number * DAY,
                    ends=make.LONG_AGO + number * DAY,
                )
        key = {"centre": centre, "offer": offer, "district": centre.district}[name].pk
        browser.get(url(name, key))
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url(name, key)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], [q["sql"] for q in queries]
