"""Files of hours: a dry run that names row, column and reason, then all or nothing (R12)."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.models import HoursEntry, HoursImport
from contracts.policy.hours import import_policy
from contracts.usecases.hours_import import MOST_FAULTS, book_import, check_import, discard_import, recheck_import
from contracts.usecases.hours_months import submit_month
from contracts.usecases.hours_rows import code_of
from kernel.access.actor import Role
from kernel.access.errors import Denied, RuleViolation
from kernel.access.use_case import MANY
from kernel.audit.models import Entry
from tests.factories import contracts as make
from tests.factories.people import acting, actor, membership, person
from tests.factories.sheets import HEADING, csv_file, xlsx_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as someone:
        make.role(make.district("Hüsten"))
        yield someone


def day(someone, back: int = 1) -> str:
    return f"{someone.today - timedelta(days=back):%d.%m.%Y}"


def row(someone, *, back: int = 1, **changes: object) -> list[object]:
    cells = {
        "Datum": day(someone, back),
        "Dauer": "1:30",
        "Raum": "Hüsten",
        "Arbeitsart": "fallunspezifisch",
        "Kontakt": "mit der Familie",
        "Fälle": "",
    }
    return list((cells | changes).values())


def check(someone, *rows, name="stunden.csv", **options) -> HoursImport:
    return check_import(actor=someone, filename=name, content=csv_file(*rows, **options))


def found(upload: HoursImport) -> list[tuple[int, str]]:
    return [(f["row"], f["column"]) for f in upload.findings]


def test_r12_a_worker_books_own_hours_from_a_file(worker):
    case = make.reference()
    upload = check(worker, row(worker), row(worker, Arbeitsart="Fallspezifisch", Fälle=case.number))
    assert (upload.rows, upload.faults, upload.minutes, upload.state) == (2, 0, 180, "checked")
    assert not HoursEntry.objects.exists()
    assert {(s["work_kind"], s["minutes"]) for s in upload.sums} == {("no_case", 90), ("case", 90)}
    booked = book_import(actor=worker, upload=upload)
    assert (booked.state, booked.content, booked.findings) == ("booked", None, [])
    assert set(HoursEntry.objects.values_list("worker", "minutes")) == {(worker.person, 90)}
    assert HoursEntry.objects.get(work_kind="case").references.get() == case
    assert Entry.objects.filter(verb="book_import", model="contracts.hoursentry").count() == 2


def test_r12_a_large_file_is_booked_and_noted_entry_by_entry_in_as_few_statements_as_a_small_one(worker):
    case = make.reference()
    counts, noted = [], []
    for number in (2, MANY + 1):
        rows = [row(worker, back=n // 40 + 1, Dauer="0:20") for n in range(number - 1)]
        upload = check(worker, *rows, row(worker, back=90, Arbeitsart="fallspezifisch", Fälle=case.number))
        HoursEntry.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            book_import(actor=worker, upload=upload)
        counts.append(len(queries))
        keys = set(map(str, HoursEntry.objects.values_list("pk", flat=True)))
        audit = Entry.objects.filter(verb="book_import", model="contracts.hoursentry", record__in=keys)
        assert len(keys) == number == audit.count()
        assert HoursEntry.objects.get(work_kind="case").references.get() == case
        assert set(HoursEntry.objects.values_list("worker", "organisation", "version")) == {(worker.person, "alpha", 1)}
        noted.append(set(map(str, audit.values_list("person", "place", "via", "fields", "reason", "address"))))
    assert noted[0] == noted[1] and len(noted[0]) == 1
    assert counts[0] == counts[1]


def test_a_workbook_with_days_times_serials_and_numbers(worker):
    yesterday = worker.today - timedelta(days=1)
    serial = (yesterday - date(1899, 12, 30)).days
    case = make.reference()
    rows = [
        row(worker, Datum=yesterday, Dauer=time(1, 30)),
        row(worker, Datum=serial, Dauer=1.5),
        row(worker, Datum=str(serial), Dauer=timedelta(minutes=90)),
        row(worker, Dauer="90 min", Arbeitsart="fallspezifisch", Fälle=int(case.number)),
    ]
    upload = check_import(actor=worker, filename="stunden.xlsx", content=xlsx_file(*rows))
    assert (upload.faults, upload.minutes) == (0, 360), upload.findings


def test_each_fault_names_row_column_and_reason(worker):
    tomorrow = f"{worker.today + timedelta(days=1):%d.%m.%Y}"
    upload = check(
        worker,
        row(worker),
        row(worker, Datum="31.2.2026"),
        row(worker, Dauer="lange"),
        row(worker, Raum="Atlantis"),
        row(worker, Arbeitsart="irgendwas"),
        row(worker, Kontakt="per Brief"),
        row(worker, Fälle="99999999"),
        row(worker, Datum=tomorrow),
        row(worker, Dauer="25:00"),
        row(worker, Arbeitsart="fallspezifisch"),
        row(worker, Datum="kein Tag", Dauer="=1+1"),
    )
    assert found(upload) == [
        (3, "Datum"),
        (4, "Dauer"),
        (5, "Raum"),
        (6, "Arbeitsart"),
        (7, "Kontakt"),
        (8, "Fälle"),
        (9, "Datum"),
        (10, "Dauer"),
        (11, "Fälle"),
        (12, "Datum"),
        (12, "Dauer"),
    ]
    assert all(f["reason"].endswith(".") for f in upload.findings)
    assert "Formel" in upload.findings[-1]["reason"]
    assert upload.faults == 11 and upload.minutes == 90
    with pytest.raises(RuleViolation, match=r"nichts gebucht. Zeile 3, Datum: Dieses Datum"):
        book_import(actor=worker, upload=upload)
    assert not HoursEntry.objects.exists()


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t1:30"])
def test_text_that_begins_like_a_formula_is_refused_with_its_cell(worker, text):
    upload = check(worker, row(worker, Dauer=text))
    assert found(upload) == [(2, "Dauer")] and "Formel" in upload.findings[0]["reason"]


def test_a_formula_of_a_workbook_is_refused_with_its_cell(worker):
    upload = check_import(actor=worker, filename="x.xlsx", content=xlsx_file(row(worker), row(worker, Dauer="{=A1}")))
    assert found(upload) == [(3, "Dauer")] and "Formel" in upload.findings[0]["reason"]


def test_only_the_first_faults_are_kept_and_all_are_counted(worker):
    upload = check(worker, *(row(worker, Raum="?") for _ in range(MOST_FAULTS + 50)))
    assert (len(upload.findings), upload.faults) == (MOST_FAULTS, MOST_FAULTS + 50)


def test_the_days_of_a_file_add_up_with_what_is_booked(worker):
    make.hours(worker=worker.person, worked_on=worker.today - timedelta(days=1), minutes=1300)
    upload = check(worker, row(worker), row(worker))
    assert found(upload) == [(3, "Dauer")] and "24 Stunden" in upload.findings[0]["reason"]


def test_hours_of_a_month_that_is_handed_in_are_refused(worker):
    yesterday = worker.today - timedelta(days=1)
    upload = check(worker, row(worker))
    make.hours(worker=worker.person, worked_on=yesterday)
    submit_month(actor=worker, month=yesterday)
    with pytest.raises(RuleViolation, match="ist eingereicht"):
        book_import(actor=worker, upload=upload)
    again = recheck_import(actor=worker, upload=upload)
    assert found(again) == [(2, "Datum")] and again.minutes == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (csv_file(), "keine Zeile"),
        (csv_file(["1.1.2026"], heading=["Datum"]), "fehlt als Überschrift: Dauer, Raum"),
        (csv_file([""] * 7, ["x"] * 7, heading=[*HEADING, "Datum"]), "steht zweimal da"),
        (b"", "ist leer"),
        ("Datum;Dauer".encode("utf-16"), "UTF-16"),
        (b"x" * 5_000_001, "größer als 5 MB"),
        (csv_file(*([""] * 5 + ["x"] for _ in range(20_001))), "mehr als 20.000 Zeilen"),
    ],
    ids=["no rows", "no columns", "a column twice", "empty", "utf-16", "too large", "too many rows"],
)
def test_a_file_that_is_no_table_of_hours_is_not_kept(worker, content, words):
    with pytest.raises(RuleViolation, match=words) as refused:
        check_import(actor=worker, filename="x.csv", content=content)
    assert refused.value.field == "file"
    assert not HoursImport.objects.exists()


def test_the_same_file_twice_is_refused(worker):
    upload = check(worker, row(worker))
    with pytest.raises(RuleViolation, match="zum Buchen bereit"):
        check(worker, row(worker), name="anders.csv")
    book_import(actor=worker, upload=upload)
    with pytest.raises(RuleViolation, match="schon gebucht"):
        check(worker, row(worker))
    with pytest.raises(RuleViolation, match="schon gebucht"):
        book_import(actor=worker, upload=upload)
    with pytest.raises(RuleViolation, match="schon gebucht"):
        discard_import(actor=worker, upload=upload)
    assert HoursEntry.objects.count() == 1


def test_a_discarded_file_is_gone_and_may_come_again(worker):
    upload = discard_import(actor=worker, upload=check(worker, row(worker)))
    assert (upload.state, upload.content) == ("discarded", None)
    check(worker, row(worker))


def test_a_worker_books_for_nobody_else(worker):
    with pytest.raises(RuleViolation, match="Für andere bucht nur die Leitung"):
        check(worker, ["Fachkraft X", *row(worker)], heading=["Fachkraft", *HEADING])


def team_of(place, *names):
    people = [person(name) for name in names]
    for someone in people:
        membership(someone, place, Role.PROVIDER_WORKER, "alpha")
    return people


def test_r12_the_lead_books_for_the_team_by_name_or_code(nord):
    first, same, twin = team_of(nord, "Änne Müller", "Kim Meyer", "Kim  meyer")
    stranger = person("Fremd")
    membership(stranger, nord, Role.PROVIDER_WORKER, "beta")
    with acting(nord, Role.PROVIDER_MANAGER, "alpha") as manager:
        make.role(make.district("Hüsten"))
        given = [
            [first.name.upper(), *row(manager)],
            [code_of(twin.pk), *row(manager)],
            ["Kim Meyer", *row(manager)],
            ["Fremd", *row(manager)],
            ["", *row(manager)],
            [first.name, *row(manager, back=2000)],
        ]
        upload = check(manager, *given, heading=["Fachkraft", *HEADING])
        assert found(upload) == [(n, "Fachkraft") for n in (4, 5, 6, 7)]
        assert code_of(same.pk) in upload.findings[0]["reason"]
        assert "keinen Zugang" in upload.findings[3]["reason"]
        discard_import(actor=manager, upload=upload)
        book_import(actor=manager, upload=check(manager, *given[:2], heading=["Fachkraft", *HEADING]))
        assert set(HoursEntry.objects.values_list("worker", flat=True)) == {first.pk, twin.pk}


def test_a_lead_without_hours_of_ones_own_needs_the_column(nord):
    with acting(nord, Role.PROVIDER_MANAGER, "alpha") as manager, pytest.raises(RuleViolation, match="Fachkraft"):
        check(manager, row(manager))


def test_who_sees_and_books_which_files(nord):
    manager, colleague = actor(nord, Role.PROVIDER_MANAGER, "alpha"), actor(nord, Role.PROVIDER_WORKER, "alpha")
    stranger, finance = actor(nord, Role.PROVIDER_MANAGER, "beta"), actor(nord, Role.FINANCE)
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        make.role(make.district("Hüsten"))
        upload = check(worker, row(worker))
        assert [import_policy.rows(a).exists() for a in (worker, manager, colleague, stranger, finance)] == [
            True,
            True,
            False,
            False,
            False,
        ]
        for someone in (colleague, stranger, finance):
            with pytest.raises(Denied):
                book_import(actor=someone, upload=upload)
        book_import(actor=manager, upload=upload)
        assert HoursEntry.objects.get().worker == worker.person


def test_checking_costs_the_same_queries_for_three_and_for_three_hundred_rows(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        make.role(make.district("Hüsten"))
        cases = [make.reference().number for _ in range(30)]
        counts = []
        for rows in (3, 300):
            given = [
                row(worker, back=n, Dauer="10 min", Arbeitsart="fallspezifisch", Fälle=cases[n % 30])
                for n in range(rows)
            ]
            with CaptureQueriesContext(connection) as queries:
                upload = check(worker, *given)
            assert upload.faults == 0, upload.findings[:3]
            with CaptureQueriesContext(connection) as booking:
                book_import(actor=worker, upload=upload)
            counts.append((len(queries), len(booking)))
        assert counts[0] == counts[1]


def test_somebody_who_left_keeps_what_was_booked(nord):
    gone = person("Frühere Fachkraft")
    with acting(nord, Role.PROVIDER_MANAGER, "alpha") as manager:
        until = manager.today - timedelta(days=5)
    membership(gone, nord, Role.PROVIDER_WORKER, "alpha", ends=until)
    with acting(nord, Role.PROVIDER_MANAGER, "alpha") as manager:
        make.role(make.district("Hüsten"))
        upload = check(
            manager,
            [gone.name, *row(manager, back=6)],
            [gone.name, *row(manager, back=4)],
            heading=["Fachkraft", *HEADING],
        )
        assert found(upload) == [(3, "Fachkraft")]
