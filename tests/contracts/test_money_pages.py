"""The pages of budgets, splits, ledger, steering and invoices as a browser gets them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.models import Allocation, BudgetLine, Invoice, Posting, Readjustment
from kernel import clock
from kernel.access.actor import Role
from kernel.tenancy.place import transaction_in
from tests.contracts.test_pages import sent, url
from tests.factories import contracts as make
from tests.factories.people import client

pytestmark = pytest.mark.django_db
YEAR = clock.today().year


def text(answer):
    return answer.content.decode().replace("\xa0", " ")


def in_force(**fields):
    first = date(YEAR - 1, 1, 1)
    return make.contract("alpha", "beta", **({"begins": first, "in_force_since": first} | fields))


@pytest.fixture
def contract(nord):
    """Two providers, a year behind and this one, with hours, payments, a posting."""
    with transaction_in(nord):
        row = in_force()
        where = make.district()
        for organisation in ("alpha", "beta"):
            role = make.role(where, organisation, contract=row)
            for year in (YEAR - 1, YEAR):
                line = make.line(row, organisation, year=year, amount=Decimal(1000), minutes=6000, state="released")
                make.instalment(line, amount=Decimal(400), paid_on=date(year, 1, 2), paid_by=line.pk)
                make.instalment(line, 2, amount=Decimal(600), due_on=date(year, 12, 1))
                make.hours(role, worked_on=date(year, 1, 2), minutes=90)
            if organisation == "alpha":
                make.posting(line, amount=Decimal(50), minutes=60, posted_on=date(YEAR, 1, 3))
                line.instalments.filter(number=2).update(amount=Decimal(650))
        return row


def test_a_line_takes_district_and_corridor_from_its_form(nord):
    browser = client(nord, Role.PLANNER)
    with transaction_in(nord):
        row, where = in_force(corridor_percent=7), make.district()
    answer = browser.post(
        url("line-new", row.pk), sent(organisation="alpha", year=YEAR, amount="1.000,00", district=str(where.pk))
    )
    assert answer.status_code == 302, text(answer)
    with transaction_in(nord):
        line = BudgetLine.objects.get()
        assert (line.district_id, line.corridor_percent) == (where.pk, 7)
    page = text(browser.get(answer["location"]))
    assert "Gilt für: Mitte. Korridor ± 7,0 %." in page
    answer = browser.post(url("line-change", line.pk), sent(version=1, amount="900", corridor_percent="2,5"))
    assert answer.status_code == 302, text(answer)
    assert browser.post(url("line-remove", line.pk), sent(version=2)).status_code == 302
    with transaction_in(nord):
        assert not BudgetLine.objects.exists()


def test_a_split_is_calculated_first_and_then_created(nord):
    browser = client(nord, Role.PLANNER)
    with transaction_in(nord):
        row = in_force()
        for organisation in ("alpha", "beta"):
            make.role(organisation=organisation, contract=row)
    page = text(browser.get(url("split", row.pk)))
    assert page.count('name="anteil-') > 8
    rows = {
        "anteil-TOTAL_FORMS": "2",
        "anteil-INITIAL_FORMS": "0",
        "anteil-0-organisation": "alpha",
        "anteil-0-weight": "33,34",
        "anteil-1-organisation": "beta",
        "anteil-1-weight": "66,65",
    }
    fields = sent(year=YEAR, total="100.000,01", **rows)
    wrong = browser.post(url("split", row.pk), fields)
    assert wrong.status_code == 422 and "0,01 Prozentpunkte fehlen" in text(wrong)
    fields |= {"anteil-1-weight": "66,66"}
    shown = text(browser.post(url("split", row.pk), fields))
    assert "33.340,00 €" in shown and "66.660,01 €" in shown and "Posten anlegen" in shown
    with transaction_in(nord):
        assert not BudgetLine.objects.exists()
    answer = browser.post(url("split", row.pk), fields | {"anlegen": "1"})
    assert answer.status_code == 302, text(answer)
    page = text(browser.get(answer["location"]))
    assert "33.340,003334" in page and "Cent" in page
    assert browser.get(answer["location"], {"export": "csv"}).status_code == 200
    with transaction_in(nord):
        made = Allocation.objects.get()
    assert browser.post(url("allocation-discard", made.pk), sent(version=made.version)).status_code == 302
    with transaction_in(nord):
        assert not BudgetLine.objects.exists()


@pytest.mark.parametrize(
    ("way", "fields", "says"),
    [
        ("jahr", {"year": YEAR + 1, "total": "100", "base_year": YEAR}, "51,21"),
        ("zahlen", {"year": YEAR + 1, "total": "100", "base_year": YEAR, "figure": "hours"}, "50,00 €"),
        ("erhoehen", {"year": YEAR + 1, "base_year": YEAR, "percent": "2,5"}, "1.076,25 €"),
    ],
)
def test_a_split_by_what_the_service_knows(nord, contract, way, fields, says):
    browser = client(nord, Role.FINANCE)
    address = f"{url('split', contract.pk)}?verfahren={way}"
    assert browser.get(address).status_code == 200
    answer = browser.post(address, sent(**fields))
    assert answer.status_code == 200 and says.rstrip("1") in text(answer), text(answer)
    assert browser.post(address, sent(anlegen="1", **fields)).status_code == 302
    with transaction_in(nord):
        assert BudgetLine.objects.filter(year=YEAR + 1, state="draft").count() == 2


def test_a_correction_is_posted_and_shown_with_the_running_total(nord, contract):
    browser = client(nord, Role.FINANCE)
    with transaction_in(nord):
        line = BudgetLine.objects.get(organisation="alpha", year=YEAR)
    page = text(browser.get(url("line", line.pk)))
    assert "1.050,00 €" in page and "Zählfehler" in page and "Nach Plan" not in page
    refused = browser.post(url("line-correct", line.pk), sent(version=1, posted_on=f"3.1.{YEAR}", amount="−2.000"))
    assert refused.status_code == 422 and "Grund" in text(refused)
    answer = browser.post(
        url("line-correct", line.pk),
        sent(version=1, posted_on=f"4.1.{YEAR}", amount="−0,50", minutes="-1:30", reason="Rundung"),
    )
    assert answer.status_code == 302, text(answer)
    page = text(browser.get(answer["location"]))
    assert "1.049,50 €" in page and "Rundung" in page and "649,50 €" in page
    with transaction_in(nord):
        assert Posting.objects.filter(minutes=-90).exists()


def test_every_total_is_the_sum_of_its_entries_and_leads_to_them(nord, contract):
    browser = client(nord, Role.AUDITOR)
    page = text(browser.get(url("contract-ledger", contract.pk)))
    assert "2.050,00 €" in page and "800,00 €" in page and "1.250,00 €" in page and "3:00 Std." in page
    with transaction_in(nord):
        line = BudgetLine.objects.get(organisation="alpha", year=YEAR)
    assert url("line-ledger", line.pk) in page
    ledger = text(browser.get(url("line-ledger", line.pk)))
    for entry in ("Freigabe", "Berichtigung", "Abschlag 1", "offen", "Januar"):
        assert entry in ledger
    assert "1.050,00 €" in ledger and "400,00 €" in ledger and "1:30 Std." in ledger
    assert f"{url('line-hours', line.pk)}?monat=1" in ledger
    hours = text(browser.get(url("line-hours", line.pk), {"monat": 1}))
    assert (
        "1:30 Std." in hours and url("line-ledger", line.pk) in hours and url("contract-ledger", contract.pk) in hours
    )
    all_hours = text(browser.get(url("contract-hours", contract.pk), {"jahr": YEAR, "monat": 1}))
    assert "3:00 Std." in all_hours and url("line-ledger", line.pk) in all_hours
    only = text(browser.get(url("contract-ledger", contract.pk), {"jahr": YEAR - 1, "traeger": "beta"}))
    assert "Alle Träger zeigen" in only and "1.000,00 €" in only and "2.000,00 €" not in only
    for address in (url("contract-ledger", contract.pk), url("line-ledger", line.pk), url("line-hours", line.pk)):
        for kind in ("csv", "xlsx"):
            assert browser.get(address, {"export": kind}).status_code == 200
    csv = browser.get(url("line-ledger", line.pk), {"export": "csv"}).content.decode("utf-8-sig")
    assert "Freigabe" in csv and "1000,00" in csv


@pytest.mark.parametrize("hostile", ["%00", "'; drop table", "9" * 400, "-1", "²", "../../etc"])
def test_nonsense_in_the_address_is_no_error(nord, contract, hostile):
    browser = client(nord, Role.FINANCE)
    for name, keys in [
        (url("contract-ledger", contract.pk), ("jahr", "page", "sort")),
        (url("contract-hours", contract.pk), ("jahr", "monat", "traeger")),
        (url("steering"), ("jahr", "contract", "organisation", "only")),
        (url("split", contract.pk), ("verfahren",)),
        (url("lines"), ("year", "contract", "kind", "state")),
    ]:
        for key in keys:
            assert browser.get(name, {key: hostile}).status_code == 200, (name, key)


def test_steering_shows_who_leaves_the_corridor_and_readjusts(nord, contract):
    browser = client(nord, Role.PLANNER)
    page = text(browser.get(url("steering")))
    assert "2 Posten verlassen ihren Korridor." in page and "<svg" in page and "vergangene Tage" in page
    assert "Alpha" in text(browser.get(url("steering"), {"only": "outside"}))
    assert browser.get(url("steering"), {"export": "csv"}).status_code == 200
    with transaction_in(nord):
        line = BudgetLine.objects.get(organisation="beta", year=YEAR)
    answer = browser.post(
        url("readjustment-new", line.pk), sent(trigger="Weniger Fälle", proposal="100 € weniger", amount="-100")
    )
    assert answer.status_code == 302, text(answer)
    assert "es fehlt die Entscheidung" in text(browser.get(answer["location"]))
    with transaction_in(nord):
        row = Readjustment.objects.get()
    day = f"{clock.today():%d.%m.%Y}"
    early = browser.post(
        url("readjustment-decide", row.pk),
        sent(version=1, body="Steuerungsgruppe", decided_on=day, effective_on=f"1.1.{YEAR}"),
    )
    if clock.today() > date(YEAR, 1, 1):
        assert early.status_code == 422 and "gilt nicht vor ihrem Beschluss" in text(early)
        answer = browser.post(
            url("readjustment-decide", row.pk),
            sent(version=1, body="Steuerungsgruppe", decided_on=day, effective_on=day),
        )
        assert answer.status_code == 302, text(answer)
    assert "900,00 €" in text(browser.get(url("line", line.pk)))
    assert "beschlossen" in text(browser.get(url("readjustments")))


def test_a_provider_sees_its_own_released_lines_and_their_ledger(nord, contract):
    browser = client(nord, Role.PROVIDER_MANAGER, "alpha")
    with transaction_in(nord):
        own = BudgetLine.objects.get(organisation="alpha", year=YEAR)
        other = BudgetLine.objects.get(organisation="beta", year=YEAR)
    assert browser.get(url("line-ledger", own.pk)).status_code == 200
    assert browser.get(url("line-ledger", other.pk)).status_code == 404
    page = text(browser.get(url("contract-ledger", contract.pk)))
    assert "1.050,00 €" in page and "2.050,00 €" not in page and "Beta" not in page
    assert "1:30 Std." in page
    hours = text(browser.get(url("contract-hours", contract.pk), {"jahr": YEAR}))
    assert "Beta" not in hours
    assert "Beta" not in text(browser.get(url("steering")))


def test_help_outside_every_contract_from_the_line_to_the_approved_invoice(nord):
    first, second = client(nord, Role.FINANCE), client(nord, Role.FINANCE)
    with transaction_in(nord):
        make.engagement()
        reference = make.reference()
    answer = first.post(url("line-outside"), sent(organisation="alpha", year=YEAR, amount="1.000"))
    assert answer.status_code == 302, text(answer)
    with transaction_in(nord):
        line = BudgetLine.objects.get()
    assert "Hinterlegen Sie den Satz" in text(first.get(url("line", line.pk)))
    answer = first.post(url("rate-new", line.pk), sent(unit="hour", amount="60", begins=f"1.1.{YEAR}"))
    assert answer.status_code == 302, text(answer)
    assert first.post(url("line-release", line.pk), sent(version=1)).status_code == 302
    day = f"{clock.today():%d.%m.%Y}"
    fields = {
        "number": "R-1",
        "issued_on": day,
        "received_on": day,
        "due_on": day,
        "amount": "122,00",
        "position-TOTAL_FORMS": "1",
        "position-INITIAL_FORMS": "0",
        "position-0-reference": reference.number,
        "position-0-begins": f"1.1.{YEAR}",
        "position-0-ends": f"1.1.{YEAR}",
        "position-0-unit": "hour",
        "position-0-quantity": "2",
        "position-0-rate": "61",
    }
    answer = first.post(url("invoice-new", line.pk), sent(**fields))
    assert answer.status_code == 302, text(answer)
    page = text(first.get(answer["location"]))
    assert "Vereinbart sind 60,00 € je Stunde, berechnet 61,00 €: 2,00 € zu viel." in page
    with transaction_in(nord):
        invoice = Invoice.objects.get()
    over = first.post(
        url("invoice-change", invoice.pk), sent(version=1, **fields | {"position-0-ends": f"1.1.{YEAR + 1}"})
    )
    assert over.status_code == 422 and "Jahreswechsel" in text(over)
    again = first.post(url("invoice-new", line.pk), sent(**fields))
    assert again.status_code == 422 and "schon erfasst" in text(again)
    assert first.post(url("invoice-check", invoice.pk), sent(version=1)).status_code == 422
    assert first.post(url("invoice-check", invoice.pk), sent(version=1, reason="Zuschlag")).status_code == 302
    refused = first.post(url("invoice-approve", invoice.pk), sent(version=2))
    assert refused.status_code == 422 and "zweite Person" in text(refused)
    assert second.post(url("invoice-approve", invoice.pk), sent(version=2)).status_code == 302
    assert "Sie wartet auf den nächsten Zahlungslauf." in text(second.get(url("invoice", invoice.pk)))
    assert "878,00 €" in text(first.get(url("line", line.pk)))
    assert "R-1" in text(first.get(url("invoices"), {"number": "R-1"}))


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        (
            "lines",
            lambda n, row: make.line(
                row, "alpha", year=YEAR, setting=["", "ambulant", "day", "residential"][n], state="released"
            ),
        ),
        (
            "steering",
            lambda n, row: make.line(
                row, "alpha", year=YEAR, setting=["", "ambulant", "day", "residential"][n], state="released"
            ),
        ),
        ("invoices", lambda n, row: make.invoice(number=f"R-{n}")),
        ("readjustments", lambda n, row: make.readjustment()),
        (
            "contract-ledger",
            lambda n, row: make.line(
                row, "alpha", year=YEAR, setting=["", "ambulant", "day", "residential"][n], state="released"
            ),
        ),
    ],
)
def test_pages_cost_the_same_queries_at_one_and_three_rows(nord, name, thing):
    browser = client(nord, Role.FINANCE)
    with transaction_in(nord):
        row = in_force()
        make.hours(make.role(contract=row), worked_on=date(YEAR, 1, 2))
    address = url(name, row.pk) if name == "contract-ledger" else url(name)
    counts = []
    for numbers in ((0,), (1, 2)):
        with transaction_in(nord):
            for n in numbers:
                thing(n, row)
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], [q["sql"] for q in queries]


def test_the_ledger_adds_up_with_what_is_set_off_and_what_came_back(nord):
    today = clock.today()
    with transaction_in(nord):
        line = make.line(in_force(), year=YEAR, amount=Decimal(1000), state="released")
        settled = {"paid_on": today, "paid_by": line.pk}
        make.instalment(line, 1, amount=Decimal(400), offset=Decimal(150), offset_reason="Rückforderung", **settled)
        back = make.instalment(
            line, 2, amount=Decimal(600), due_on=today, returned_on=today, return_reason="Konto gesperrt"
        )
        run = make.run(back, state="paid", approved_by=line.pk, approved_at=timezone.now(), paid_on=today)
        run.payments.update(live=False)
    browser = client(nord, Role.FINANCE)
    page = text(browser.get(url("line-ledger", line.pk)))
    assert "Abschlag 1 mit Rückforderung" in page and "150,00 €" in page and "250,00 €" in page
    assert "zurückgekommen" in page and "−600,00 €" in page and url("run", run.pk) in page
    csv = browser.get(url("line-ledger", line.pk), {"export": "csv"}).content.decode("utf-8-sig").splitlines()
    cells = [row.split(";") for row in csv[1:]]
    totals = [sum(Decimal((row[n] or "0").replace(",", ".")) for row in cells) for n in (3, 4, 5)]
    assert totals == [1000, 400, 600]
    assert "400,00 €" in text(browser.get(url("line", line.pk)))
