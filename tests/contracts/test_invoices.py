"""Help outside every contract: its line, rates by date, invoices checked and approved by two people (R5, R7)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from contracts.models import Invoice, Rate
from contracts.queries.invoices import findings_of
from contracts.usecases import invoices as cases
from contracts.usecases.budget import create_line, release_line
from contracts.usecases.invoices import Item
from contracts.usecases.rates import set_rate
from kernel.access.actor import Role
from kernel.access.errors import Denied, RuleViolation
from tenants.registry.models import Organisation
from tests.factories import contracts as make
from tests.factories.people import acting, actor

TODAY = date(2026, 6, 15)


@pytest.fixture
def finance(nord):
    with acting(nord, Role.FINANCE) as someone:
        yield replace(someone, today=TODAY)


def colleague(nord):
    return replace(actor(nord, Role.FINANCE), today=TODAY)


def record(finance, line, *items, **fields):
    items = items or (hours(),)
    total = sum(i.quantity * i.rate for i in items)
    given = {"number": "R-1", "issued_on": TODAY, "received_on": TODAY, "due_on": TODAY, "amount": total} | fields
    return cases.record_invoice(actor=finance, line=line, items=items, **given)


def hours(quantity="8", rate="60.00", begins=date(2026, 5, 1), ends=date(2026, 5, 31), **fields):
    return Item(begins, ends, fields.pop("unit", "hour"), Decimal(quantity), Decimal(rate), **fields)


def texts(invoice):
    return [f.text for f in findings_of(invoice, list(invoice.items.select_related("reference", "invoice")))]


@pytest.fixture
def line(finance):
    line = make.outside_line(year=2026, amount=Decimal(1000))
    make.rate(line)
    return line


@pytest.mark.django_db
def test_r7_a_line_outside_every_contract_needs_a_rate_before_it_is_released(finance):
    make.engagement("alpha")
    alpha = Organisation.objects.get(pk="alpha")
    draft = create_line(actor=finance, organisation=alpha, year=2026, amount=Decimal(500))
    assert draft.contract is None and str(draft.under) == "außerhalb von Verträgen"
    with pytest.raises(RuleViolation, match="zuerst einen Satz"):
        release_line(actor=finance, line=draft)
    set_rate(actor=finance, line=draft, unit="hour", amount=Decimal(60), begins=date(2026, 1, 1))
    assert release_line(actor=finance, line=draft).state == "released" and not draft.instalments.exists()
    beta = Organisation.objects.get(pk="beta")
    with pytest.raises(RuleViolation, match="arbeitet 2026 nicht mit"):
        create_line(actor=finance, organisation=beta, year=2026, amount=Decimal(500))


@pytest.mark.django_db
def test_r5_a_rate_of_a_78a_line_is_never_for_a_past_day_except_from_arbitration(finance):
    contract = make.contract("alpha", regime="78a", begins=date(2026, 1, 1))
    line = make.line(contract, year=2026, state="released")
    given = {"actor": finance, "line": line, "unit": "day", "amount": Decimal(180), "reason": "Tarif"}
    with pytest.raises(RuleViolation, match="nie rückwirkend") as refused:
        set_rate(**given, begins=TODAY - timedelta(days=1))
    assert refused.value.field == "begins" and not Rate.objects.exists()
    set_rate(**given, begins=TODAY)
    contract.arbitration_applied_on = date(2026, 5, 4)
    contract.save()
    with pytest.raises(RuleViolation, match=r"ab dem Antrag bei der Schiedsstelle am 04\.05\.2026"):
        set_rate(**given, begins=date(2026, 5, 3))
    assert set_rate(**given, begins=date(2026, 5, 4)).reason == "Tarif"


@pytest.mark.django_db
def test_r5_an_award_goes_back_to_its_own_application_not_to_an_older_one(finance):
    """§ 78d(2): what the Schiedsstelle was asked for an agreement that is superseded opens nothing for the next."""
    first = make.contract(
        "alpha",
        state="superseded",
        regime="78a",
        in_force_until=date(2026, 4, 30),
        arbitration_applied_on=date(2026, 2, 2),
    )
    since = date(2026, 5, 1)
    now = make.version(first, state="in_force", regime="78a", begins=since, in_force_since=since)
    given = {"actor": finance, "line": make.line(first, year=2026, state="released"), "unit": "day", "reason": "Spruch"}
    with pytest.raises(RuleViolation, match="nie rückwirkend") as refused:
        set_rate(**given, amount=Decimal(180), begins=date(2026, 5, 4))
    assert "02.02." not in refused.value.message
    now.arbitration_applied_on = date(2026, 5, 4)
    now.save()
    assert set_rate(**given, amount=Decimal(180), begins=date(2026, 5, 4)).reason == "Spruch"


@pytest.mark.django_db
def test_r5_elsewhere_a_past_day_needs_a_reason(finance, line):
    given = {"actor": finance, "line": line, "unit": "hour", "amount": Decimal(62), "begins": date(2026, 3, 1)}
    with pytest.raises(RuleViolation, match="warum der Satz rückwirkend gilt"):
        set_rate(**given)
    assert set_rate(**given, reason="Tarifabschluss").reason == "Tarifabschluss"
    set_rate(**given | {"amount": Decimal(63)}, reason="Zahlendreher")
    assert Rate.objects.get(begins=date(2026, 3, 1)).amount == 63


@pytest.mark.django_db
def test_r7_a_right_invoice_stands_out_in_nothing(finance, line):
    reference = make.reference()
    invoice = record(finance, line, hours(reference=reference.number))
    assert texts(invoice) == []


@pytest.mark.django_db
def test_r7_rate_sum_and_budget_are_checked(finance, line):
    make.rate(line, begins=date(2026, 5, 15), amount=Decimal(65))
    make.rate(line, begins=date(2026, 6, 1), unit="day", amount=Decimal(100))
    for item, sentence in [
        (hours(ends=date(2026, 5, 14), rate="61.00"), "8,00 € zu viel"),
        (hours(begins=date(2026, 5, 15), rate="60.00"), "40,00 € zu wenig"),
        (hours(), "Am 15.05.2026 wechselt der Satz von 60,00 € auf 65,00 €"),
        (hours(unit="day", quantity="1"), "Für „Tag“ ist am 01.05.2026 kein Satz hinterlegt"),
        (hours(begins=TODAY, ends=TODAY + timedelta(days=1), rate="65.00"), "noch nicht geleistet"),
    ]:
        invoice = record(finance, line, item, number=sentence[:20])
        assert any(sentence in t.replace("\xa0", " ") for t in texts(invoice)), texts(invoice)
        invoice.items.all().delete()
        invoice.delete()
    invoice = record(
        finance, line, hours("20", begins=date(2026, 5, 1), ends=date(2026, 5, 14)), amount=Decimal(1200.5)
    )
    found = [t.replace("\xa0", " ") for t in texts(invoice)]
    assert found[0] == "Die Positionen ergeben 1.200,00 €, die Rechnung 1.200,50 €."
    assert found[1] == "Auf dem Posten sind noch 1.000,00 € frei; es fehlen 200,50 €."


@pytest.mark.django_db
@pytest.mark.parametrize(("year", "days"), [(2024, 29), (2026, 28)])
def test_r7_days_are_calendar_days_with_both_ends_also_in_leap_years(finance, year, days):
    line = make.outside_line(year=year)
    make.rate(line, unit="day", amount=Decimal(100))
    february = {"unit": "day", "rate": "100.00", "begins": date(year, 2, 1), "ends": date(year, 2, days)}
    assert texts(record(finance, line, hours(str(days), **february))) == []
    wrong = record(finance, line, hours(str(days + 1), **february), number="R-2")
    assert f"Der Zeitraum hat {days} Tage" in texts(wrong)[0]
    months = record(finance, line, hours("2", **february | {"unit": "month"}), number="R-3")
    assert any("berührt 1 Monat," in t for t in texts(months))


@pytest.mark.django_db
def test_r7_the_same_case_is_not_billed_twice_for_the_same_time(finance, line):
    one, other = make.reference(), make.reference()
    first = record(finance, line, hours("1", reference=one.number), number="R-1")
    second = record(
        finance, line, hours("1", begins=date(2026, 5, 31), ends=date(2026, 6, 2), reference=one.number), number="R-2"
    )
    assert texts(second)[-1] == "In Rechnung R-1 ist derselbe Fall schon für 31.05.2026 – 31.05.2026 berechnet."
    assert texts(record(finance, line, hours("1", reference=other.number), number="R-3")) == []
    cases.reject_invoice(actor=finance, invoice=first, reason="doppelt")
    assert texts(second) == []
    twice = record(finance, line, hours("1", reference=other.number), hours("1", reference=other.number), number="R-4")
    assert any("In dieser Rechnung" in t for t in texts(twice))


@pytest.mark.django_db
def test_r7_no_more_hours_than_the_provider_booked_for_the_case(finance, line):
    reference = make.reference()
    entry = make.hours(worked_on=date(2026, 5, 4), minutes=300, work_kind="case")
    entry.references.add(reference)
    assert (
        "Gebucht sind für diesen Fall 5:00" in texts(record(finance, line, hours("6", reference=reference.number)))[0]
    )
    assert (
        texts(record(finance, line, hours("5", reference=reference.number, begins=date(2026, 5, 2)), number="2"))[1:]
        == []
    )


@pytest.mark.django_db
def test_r7_a_period_over_new_year_is_split(finance, line):
    over = hours(begins=date(2026, 12, 20), ends=date(2027, 1, 10))
    with pytest.raises(RuleViolation, match=r"Position 1: .*Jahreswechsel. Teilen Sie ihn am 31\. Dezember"):
        record(finance, line, over)
    with pytest.raises(RuleViolation, match="gilt für 2026"):
        record(finance, line, hours(begins=date(2025, 12, 1), ends=date(2025, 12, 31)))
    assert not Invoice.objects.exists()


@pytest.mark.django_db
def test_r7_an_invoice_is_recorded_once_also_under_another_line(finance, line):
    record(finance, line)
    other = make.outside_line(year=2025)
    with pytest.raises(RuleViolation, match="schon erfasst") as refused:
        record(finance, line)
    assert refused.value.field == "number"
    with pytest.raises(RuleViolation, match="schon erfasst"):
        record(finance, other, hours(begins=date(2025, 5, 1), ends=date(2025, 5, 2)), number="r-1")


@pytest.mark.django_db
def test_r7_an_invoice_needs_a_line_without_contract_that_is_released(finance, line):
    for wrong, sentence in [
        (make.line(state="released"), "außerhalb von Verträgen"),
        (make.outside_line(year=2025, state="draft", released_at=None, released_by=None), "noch nicht freigegeben"),
    ]:
        with pytest.raises(RuleViolation, match=sentence):
            record(finance, wrong)
    for fields, sentence in [
        ({"amount": Decimal(0)}, "größer als 0"),
        ({"received_on": TODAY + timedelta(days=1)}, "Zukunft"),
        ({"issued_on": TODAY, "received_on": TODAY - timedelta(days=1)}, "nach ihrem Eingang"),
        ({"due_on": TODAY - timedelta(days=1)}, "nicht vor dem Tag"),
    ]:
        with pytest.raises(RuleViolation, match=sentence):
            record(finance, line, **fields)
    foreign = make.reference("beta")
    with pytest.raises(RuleViolation, match="kennen wir bei diesem Träger nicht"):
        record(finance, line, hours(reference=foreign.number))


@pytest.mark.django_db
def test_r7_who_checked_does_not_approve(nord, finance, line):
    second = colleague(nord)
    invoice = record(finance, line)
    with pytest.raises(RuleViolation, match="was geprüft ist"):
        cases.approve_invoice(actor=finance, invoice=invoice)
    invoice = cases.check_invoice(actor=finance, invoice=invoice)
    with pytest.raises(RuleViolation, match="zweite Person"):
        cases.approve_invoice(actor=finance, invoice=invoice)
    approved = cases.approve_invoice(actor=second, invoice=invoice)
    assert (approved.state, approved.checked_by, approved.approved_by) == ("approved", finance.person, second.person)
    with pytest.raises(RuleViolation, match="was geprüft ist"):
        cases.approve_invoice(actor=second, invoice=invoice)
    with pytest.raises(RuleViolation, match="schon „freigegeben“"):
        cases.reject_invoice(actor=second, invoice=invoice, reason="zu spät")


@pytest.mark.django_db
def test_r7_what_stands_out_needs_a_reason_and_is_kept(finance, line):
    invoice = record(finance, line, hours(rate="61.00"))
    with pytest.raises(RuleViolation, match="trotzdem richtig"):
        cases.check_invoice(actor=finance, invoice=invoice)
    checked = cases.check_invoice(actor=finance, invoice=invoice, reason="Zuschlag am Feiertag vereinbart")
    assert checked.reason.startswith("Zuschlag") and "zu viel" in checked.findings[0]["text"]
    with pytest.raises(RuleViolation, match="noch nicht geprüft"):
        cases.change_invoice(
            actor=finance,
            invoice=checked,
            number="R-1",
            issued_on=TODAY,
            received_on=TODAY,
            due_on=TODAY,
            amount=Decimal(1),
            items=[hours()],
        )


@pytest.mark.django_db
def test_r7_no_more_is_approved_than_the_line_has(nord, finance, line):
    second = colleague(nord)
    invoice = record(finance, line, hours("20"))
    invoice = cases.check_invoice(actor=finance, invoice=invoice, reason="Nachtrag ist beantragt")
    with pytest.raises(RuleViolation, match="Das Budget reicht nicht"):
        cases.approve_invoice(actor=second, invoice=invoice)
    make.posting(line, amount=Decimal(200))
    assert cases.approve_invoice(actor=second, invoice=invoice).state == "approved"


@pytest.mark.django_db
def test_r7_a_rejection_says_why(finance, line):
    invoice = record(finance, line)
    with pytest.raises(RuleViolation, match="warum"):
        cases.reject_invoice(actor=finance, invoice=invoice)
    assert cases.reject_invoice(actor=finance, invoice=invoice, reason="nicht unser Fall").state == "rejected"


@pytest.mark.django_db
def test_a_planner_records_no_invoice(nord, line):
    planner = replace(actor(nord, Role.PLANNER), today=TODAY)
    with pytest.raises(Denied):
        record(planner, line)
