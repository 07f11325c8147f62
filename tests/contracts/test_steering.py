"""How a year goes: forecast by days, corridor, readjustment, corrections as postings (R10, R15, indicator 9)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from contracts.models import Instalment, Posting
from contracts.queries.budget import lines_for
from contracts.queries.steering import Hours, course_of, courses_for
from contracts.steering import Change, Course, Span, forecast, month_ends, span_in
from contracts.usecases.corrections import correct_line
from contracts.usecases.readjustments import decide_readjustment, propose_readjustment, reject_readjustment
from kernel.access.actor import Role
from kernel.access.errors import Denied, RuleViolation
from tenants.worklist.models import WorkItem
from tests.factories import contracts as make
from tests.factories.people import acting

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))


def test_indicator_9_counts_leap_and_short_years_by_days():
    assert span_in(2024).days == 366 and span_in(2026).days == 365
    short = span_in(2025, date(2025, 10, 1), None)
    assert short.days == 92
    assert forecast(Decimal(4600), short, date(2025, 11, 15)) == Decimal(9200)
    leap = span_in(2024)
    assert leap.elapsed(date(2024, 2, 29)) == 60 and leap.elapsed(date(2024, 12, 31)) == 366
    assert forecast(Decimal(60), leap, date(2024, 2, 29)) == 366
    assert forecast(Decimal(0), YEAR, date(2025, 12, 31)) is None
    assert span_in(2026, date(2027, 1, 1)) is None and span_in(2026, None, date(2025, 12, 31)) is None


def test_indicator_9_is_actual_by_elapsed_time_plus_commitments_not_begun():
    half = date(2026, 7, 2)  # 183 of 365 days
    course = Course(YEAR, half, Decimal(3650), Decimal(1830), changes=[Change(date(2026, 10, 1), Decimal(100))])
    assert course.forecast == Decimal(1830) * 365 / 183 + 100
    begun = replace(course, today=date(2026, 10, 1))
    assert begun.commitments == 0


def test_r10_the_plan_follows_its_postings_from_their_day_on():
    course = Course(
        YEAR, date(2026, 12, 31), Decimal(3650), Decimal(3650), changes=[Change(date(2026, 12, 1), Decimal(310))]
    )
    assert course.plan_until(date(2026, 11, 30)) == 3340
    assert course.plan_until(date(2026, 12, 1)) == 3350 + 10
    assert course.plan_until(date(2026, 12, 31)) == 3960 == course.approved


def test_r10_outside_the_corridor_is_what_the_forecast_misses_by_more():
    inside = Course(YEAR, date(2026, 12, 31), Decimal(100), Decimal(95), Decimal(5))
    assert (inside.deviation, inside.outside) == (-5, False)
    assert replace(inside, done=Decimal("94.9")).outside
    assert replace(inside, done=Decimal("105.1")).outside
    assert not Course(YEAR, date(2025, 6, 1), Decimal(100), Decimal(0)).outside


def test_months_of_a_short_year():
    span = span_in(2026, date(2026, 2, 10), date(2026, 4, 15))
    assert month_ends(span) == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 15)]


@pytest.mark.django_db
def test_r10_lines_that_their_dimensions_separate_never_count_an_hour_twice(nord):
    with acting(nord, Role.FINANCE) as finance:
        contract = make.contract("alpha", "beta")
        here, there = make.district("Hier"), make.district("Dort")
        one, two = make.role(here, contract=contract), make.role(there, contract=contract)
        other = make.role(here, "beta", contract=contract)
        elsewhere = make.role(make.district("Fern"), contract=make.contract("alpha"))
        free = make.role(make.district("Frei"), kind="outside")
        day = date(2026, 3, 1)
        for role, minutes, kind in [
            (one, 60, "case"),
            (one, 30, "no_case"),
            (two, 10, "case"),
            (other, 5, "case"),
            (elsewhere, 7, "case"),
            (free, 3, "case"),
        ]:
            make.hours(role, worked_on=day, minutes=minutes, work_kind=kind)
        make.hours(one, worked_on=date(2025, 12, 31), minutes=500)
        make.hours(one, worked_on=date(2027, 1, 1), minutes=500)
        fields = {"year": 2026, "state": "released"}
        expected = {
            make.line(contract, district=here, work_kind="case", **fields): 60,
            make.line(contract, district=here, work_kind="no_case", **fields): 30,
            make.line(contract, district=there, **fields): 10,
            make.line(contract, **fields): 100,
            make.line(contract, "beta", work_kind="case", **fields): 5,
            make.outside_line(year=2026): 3,
        }
        rows = {row.pk: row for row in lines_for(finance)}
        assert {line: rows[line.pk].delivered for line in expected} == expected
        hours = Hours(2026, list(rows.values()))
        assert {line: hours.minutes(line) for line in expected} == expected
        assert sum(m.minutes for m in hours.of(rows.values())) == 108


@pytest.mark.django_db
def test_r15_sums_of_a_line_are_its_entries(nord):
    with acting(nord, Role.FINANCE) as finance:
        line = make.line(amount=Decimal(1000), minutes=600, state="released")
        make.posting(line, amount=Decimal("-100.50"), minutes=-60)
        make.posting(line, amount=Decimal("50.00"), minutes=0)
        make.instalment(line, amount=Decimal(400), paid_on=finance.today, paid_by=finance.person)
        make.instalment(line, 2, amount=Decimal(600))
        row = lines_for(finance).get()
        assert (row.approved, row.approved_minutes, row.paid) == (Decimal("949.50"), 540, Decimal(400))


@pytest.mark.django_db
def test_r15_a_correction_is_posted_and_the_open_instalments_follow(nord):
    with acting(nord, Role.FINANCE) as finance:
        line = make.line(year=finance.today.year, amount=Decimal(300), minutes=600, state="released")
        for number in (1, 2, 3):
            make.instalment(line, number, amount=Decimal(100), due_on=finance.today + timedelta(days=number))
        Instalment.objects.filter(number=1).update(paid_on=finance.today, paid_by=finance.person)
        correct_line(actor=finance, line=line, posted_on=finance.today, amount=Decimal("20.01"), reason="Zahlendreher")
        assert [i.amount for i in line.instalments.all()] == [100, 100, Decimal("120.01")]
        assert WorkItem.objects.get(amount=Decimal("120.01")).organisation_id == "alpha"
        correct_line(actor=finance, line=line, posted_on=finance.today, amount=Decimal("-150.01"), reason="Doppelt")
        assert [i.amount for i in line.instalments.all()] == [100, 70]
        line.refresh_from_db()
        assert (line.amount, line.postings.count()) == (300, 2)
        assert lines_for(finance).get().approved == 170
        correct_line(actor=finance, line=line, posted_on=finance.today, amount=Decimal("-100"), reason="Wegfall")
        assert [i.amount for i in line.instalments.all()] == [100]  # paid beyond what is approved: the ledger shows it


@pytest.mark.django_db
def test_r11_a_correction_after_the_last_payment_makes_a_new_instalment(nord):
    with acting(nord, Role.FINANCE) as finance:
        line = make.line(year=finance.today.year, amount=Decimal(100), state="released")
        make.instalment(line, amount=Decimal(100), paid_on=finance.today, paid_by=finance.person)
        correct_line(actor=finance, line=line, posted_on=finance.today, amount=Decimal(5), reason="Nachtrag")
        new = line.instalments.get(number=2)
        assert new.amount == 5 and new.due_on >= finance.today


@pytest.mark.django_db
def test_r15_a_correction_says_why_and_takes_no_more_than_there_is(nord):
    with acting(nord, Role.FINANCE) as finance:
        line = make.line(year=finance.today.year, amount=Decimal(100), minutes=60, state="released")
        wrong = [
            ({"amount": Decimal(1)}, "Grund"),
            ({"reason": "x"}, "Betrag oder Stunden"),
            ({"amount": Decimal("-100.01"), "reason": "x"}, "höchstens 100,00"),
            ({"minutes": -61, "reason": "x"}, "höchstens 1:00"),
            ({"amount": Decimal(1), "reason": "x", "posted_on": date(line.year - 1, 12, 31)}, f"Jahr {line.year}"),
        ]
        for fields, sentence in wrong:
            with pytest.raises(RuleViolation, match=sentence):
                correct_line(actor=finance, **({"line": line, "posted_on": finance.today} | fields))
        with pytest.raises(RuleViolation, match="freigegebene Posten"):
            draft = make.line(make.contract(), year=line.year)
            correct_line(actor=finance, line=draft, posted_on=finance.today, amount=Decimal(1), reason="x")
        assert not Posting.objects.exists()
    with acting(nord, Role.PLANNER) as planner, pytest.raises(Denied):
        correct_line(actor=planner, line=line, posted_on=planner.today, amount=Decimal(1), reason="x")


def proposal(actor, **fields):
    line = make.line(
        make.contract(begins=date(2026, 1, 1)), year=2026, amount=Decimal(36500), minutes=3650, state="released"
    )
    role = make.role(contract=line.contract)
    for month in (1, 2, 3, 4):
        make.hours(role, worked_on=date(2026, month, 2), minutes=600)
    given = {"trigger": "Mehr Familien", "proposal": "2.000 € mehr", "amount": Decimal(2000), "minutes": 200} | fields
    return propose_readjustment(actor=actor, line=line, **given)


@pytest.mark.django_db
def test_r15_a_readjustment_keeps_the_forecast_of_its_day_and_is_posted_when_decided(nord):
    with acting(nord, Role.PLANNER) as someone:
        planner = replace(someone, today=date(2026, 5, 25))  # 145 of 365 days
        row = proposal(planner)
        assert row.forecast_minutes == round(2400 * 365 / 145)
        assert row.forecast_amount == Decimal("60413.79")
        decided = decide_readjustment(
            actor=planner,
            readjustment=row,
            body="Steuerungsgruppe",
            reference="7/2026",
            decided_on=date(2026, 5, 25),
            effective_on=date(2026, 6, 1),
        )
        assert (decided.state, decided.posting.kind, decided.posting.posted_on) == (
            "decided",
            "readjustment",
            date(2026, 6, 1),
        )
        line = lines_for(planner).get()
        assert (line.amount, line.approved, line.approved_minutes) == (36500, 38500, 3850)
        with pytest.raises(RuleViolation, match="schon entschieden"):
            decide_readjustment(
                actor=planner,
                readjustment=row,
                body="x",
                decided_on=planner.today,
                effective_on=planner.today,
            )


@pytest.mark.django_db
def test_r15_not_effective_before_the_decision_and_not_decided_in_the_future(nord):
    with acting(nord, Role.PLANNER) as someone:
        planner = replace(someone, today=date(2026, 5, 25))
        row = proposal(planner)
        day = planner.today
        wrong = [
            ({"effective_on": day - timedelta(days=1)}, "nicht vor ihrem Beschluss", "effective_on"),
            ({"effective_on": date(2027, 1, 1)}, "gilt für 2026", "effective_on"),
            ({"decided_on": day + timedelta(days=1)}, "Zukunft", "decided_on"),
            ({"decided_on": day - timedelta(days=1)}, "Vorgeschlagen wurde erst", "decided_on"),
            ({"body": " "}, "wer entschieden hat", "body"),
        ]
        for fields, sentence, field in wrong:
            given = {"body": "Steuerungsgruppe", "decided_on": day, "effective_on": day} | fields
            with pytest.raises(RuleViolation, match=sentence) as refused:
                decide_readjustment(actor=planner, readjustment=row, **given)
            assert refused.value.field == field
        assert not Posting.objects.exists()
        rejected = reject_readjustment(actor=planner, readjustment=row, body="Steuerungsgruppe", decided_on=day)
        assert rejected.state == "rejected" and not Posting.objects.exists()


@pytest.mark.django_db
def test_r15_one_proposal_at_a_time_on_a_released_line_and_never_below_what_is_paid(nord):
    with acting(nord, Role.PLANNER) as someone:
        planner = replace(someone, today=date(2026, 5, 25))
        row = proposal(planner, amount=Decimal(-30000), minutes=0)
        with pytest.raises(RuleViolation, match="vorgeschlagen"):
            propose_readjustment(actor=planner, line=row.line, trigger="x", proposal="y", amount=Decimal(1))
        make.instalment(row.line, amount=Decimal(10000), paid_on=planner.today, paid_by=planner.person)
        with pytest.raises(RuleViolation, match="Gezahlt sind schon"):
            decide_readjustment(
                actor=planner,
                readjustment=row,
                body="Steuerungsgruppe",
                decided_on=planner.today,
                effective_on=planner.today,
            )
        with pytest.raises(RuleViolation, match="Ändern Sie den Entwurf"):
            propose_readjustment(
                actor=planner, line=make.line(make.contract()), trigger="x", proposal="y", amount=Decimal(1)
            )
        with pytest.raises(RuleViolation, match="wie viel"):
            propose_readjustment(actor=planner, line=row.line, trigger="x", proposal="y")


@pytest.mark.django_db
def test_a_line_of_money_only_has_no_course_and_one_outside_contracts_has_its_bills(nord):
    with acting(nord, Role.FINANCE) as finance:
        make.line(year=2026, minutes=0, state="released")
        outside = make.outside_line(year=2026, amount=Decimal(3650))
        make.invoice(outside, amount=Decimal(100))
        make.invoice(outside, amount=Decimal(900), number="R-2", state="rejected")
        courses = [course_of(line, date(2026, 1, 10), 0) for line in courses_for(finance)]
        assert sum(c is None for c in courses) == 1
        (course,) = [c for c in courses if c]
        assert (course.done, course.pace, course.forecast) == (100, 100, 3650)
