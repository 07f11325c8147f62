"""A total split into lines: exact to the cent, deterministic, shown, in one transaction (R10)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.models import Allocation, BudgetLine
from contracts.queries.allocations import Share
from contracts.shares import raised, split_by_weights, split_units
from contracts.usecases import allocations as cases
from contracts.usecases.budget import release_line
from kernel.access.actor import Role
from kernel.access.errors import Denied, RuleViolation
from tests.factories import contracts as make
from tests.factories.people import acting

Method = Allocation.Method
WEIGHTS = st.lists(st.decimals(min_value="0.000001", max_value=10**6, places=6), min_size=1, max_size=40)


@given(st.integers(min_value=1, max_value=10**12), WEIGHTS)
def test_r10_parts_add_up_and_each_is_within_a_cent_of_exact(cents, weights):
    total = Decimal(cents) / 100
    parts = split_by_weights(total, weights)
    assert sum(p.amount for p in parts) == total
    assert all(abs(p.amount - p.exact) < Decimal("0.0100001") for p in parts)
    assert parts == split_by_weights(total, weights)


def test_r10_the_largest_remainder_gets_the_cent_and_of_equal_ones_the_first():
    assert split_units(100, [Decimal(1)] * 3) == [34, 33, 33]
    assert split_units(10, [Decimal("1.5"), Decimal("1.6"), Decimal("1.6")]) == [3, 4, 3]
    assert split_units(2, [Decimal(1), Decimal(2), Decimal(2)]) == [0, 1, 1]


def test_r10_one_cent_goes_to_one():
    assert [p.amount for p in split_by_weights(Decimal("0.01"), [Decimal(50), Decimal(50)])] == [
        Decimal("0.01"),
        Decimal(0),
    ]


def test_r10_weights_that_are_nothing_are_refused():
    for weights in ([], [Decimal(0)], [Decimal(2), Decimal(-1)]):
        with pytest.raises(ValueError, match="weights"):
            split_units(5, weights)


def test_r10_a_raise_rounds_half_a_cent_up_and_shows_the_exact_amount():
    part = raised(Decimal("1000.10"), Decimal("2.5"))
    assert (part.exact, part.amount) == (Decimal("1025.10250000"), Decimal("1025.10"))
    assert raised(Decimal("0.20"), Decimal("2.5")).amount == Decimal("0.21")


def shares(*weights, organisations=("alpha", "beta")):
    return [Share(o, Decimal(w)) for o, w in zip(organisations, weights, strict=False)]


@pytest.mark.django_db
def test_r10_a_split_by_per_cent_makes_drafts_and_keeps_the_calculation(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract("alpha", "beta", corridor_percent=5)
        made = cases.split_total(
            actor=planner,
            contract=contract,
            year=2026,
            method=Method.PERCENT,
            total=Decimal("1000.01"),
            minutes=61,
            shares=shares("66.67", "33.33"),
        )
        lines = list(BudgetLine.objects.order_by("organisation"))
        assert [(x.amount, x.minutes, x.state, x.corridor_percent) for x in lines] == [
            (Decimal("666.71"), 41, "draft", 5),
            (Decimal("333.30"), 20, "draft", 5),
        ]
        kept = list(made.shares.order_by("-weight").values_list("weight", "exact", "amount"))
        assert kept[0] == (Decimal("66.67"), Decimal("666.70666700"), Decimal("666.71"))
        assert sum(k[2] for k in kept) == made.total


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("weights", "sentence"),
    [(("60", "39.5"), "0,5 Prozentpunkte fehlen"), (("60", "40.25"), "0,25 Prozentpunkte sind zu viel")],
)
def test_r10_per_cents_that_miss_100_are_refused_with_what_is_missing(nord, weights, sentence):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract("alpha", "beta")
        with pytest.raises(RuleViolation, match=sentence):
            cases.split_total(
                actor=planner,
                contract=contract,
                year=2026,
                method=Method.PERCENT,
                total=Decimal(100),
                shares=shares(*weights),
            )
        assert not BudgetLine.objects.exists() and not Allocation.objects.exists()


@pytest.mark.django_db
def test_r10_a_split_of_one_cent_is_refused_because_a_line_would_get_nothing(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract("alpha", "beta")
        with pytest.raises(RuleViolation, match="reichen nicht für 2 Posten") as refused:
            cases.split_total(
                actor=planner,
                contract=contract,
                year=2026,
                method=Method.PERCENT,
                total=Decimal("0.01"),
                shares=shares("50", "50"),
            )
        assert refused.value.field == "total"
        whole = cases.split_total(
            actor=planner,
            contract=contract,
            year=2026,
            method=Method.PERCENT,
            total=Decimal("0.01"),
            shares=shares("100"),
        )
        assert whole.shares.get().amount == Decimal("0.01")


@pytest.mark.django_db
def test_r10_base_year_shares_are_what_was_approved_with_its_postings(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract("alpha", "beta", begins=date(2025, 1, 1), in_force_since=date(2025, 1, 1))
        where = make.district()
        first = make.line(contract, "alpha", year=2025, amount=Decimal(100), state="released", district=where)
        make.line(contract, "beta", year=2025, amount=Decimal(100), state="released")
        make.posting(first, amount=Decimal(100), posted_on=date(2025, 6, 1))
        cases.split_total(
            actor=planner, contract=contract, year=2026, method=Method.BASE_YEAR, total=Decimal(100), base_year=2025
        )
        made = BudgetLine.objects.filter(year=2026).order_by("organisation")
        assert [(x.amount, x.district_id) for x in made] == [(Decimal("66.67"), where.pk), (Decimal("33.33"), None)]
        with pytest.raises(RuleViolation, match="Für 2024 gibt es keine freigegebenen Posten"):
            cases.split_total(
                actor=planner, contract=contract, year=2026, method=Method.BASE_YEAR, total=Decimal(1), base_year=2024
            )


@pytest.mark.django_db
def test_r10_the_platforms_own_figures_are_weights_and_a_case_counts_once(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract("alpha", "beta", begins=date(2025, 1, 1), in_force_since=date(2025, 1, 1))
        here, there = make.district("Hier"), make.district("Dort")
        one, two = make.role(here, contract=contract), make.role(there, "beta", contract=contract)
        cases_of = [make.reference(where=here), make.reference("beta", there), make.reference("beta", there)]
        for role, reference, minutes in [(one, 0, 300), (one, 0, 300), (two, 1, 100), (two, 2, 100)]:
            entry = make.hours(role, worked_on=date(2025, 3, 1), minutes=minutes, work_kind="case")
            entry.references.add(cases_of[reference])
        for figure, expected in [("hours", ["75.00", "25.00"]), ("references", ["33.33", "66.67"])]:
            made = cases.split_total(
                actor=planner, contract=contract, year=2026, method=Method.INDICATOR, total=Decimal(100), figure=figure
            )
            assert sorted(str(s.amount) for s in made.shares.all()) == sorted(expected)
            assert "2025" in made.basis
            cases.discard_allocation(actor=planner, allocation=made)
        assert not BudgetLine.objects.exists()


@pytest.mark.django_db
def test_r10_typed_weights_say_what_they_are(nord):
    with acting(nord, Role.PLANNER) as planner:
        given_to = {"actor": planner, "contract": make.contract("alpha", "beta"), "year": 2026}
        with pytest.raises(RuleViolation, match="welche Kennzahl"):
            cases.split_total(**given_to, method=Method.INDICATOR, total=Decimal(10), shares=shares("3", "4"))
        cases.split_total(
            **given_to, method=Method.INDICATOR, total=Decimal(7), shares=shares("3", "4"), basis="Einwohner unter 21"
        )
        assert [x.amount for x in BudgetLine.objects.order_by("organisation")] == [3, 4]


@pytest.mark.django_db
def test_r10_all_lines_of_a_year_are_raised_into_the_next(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract("alpha", "beta", begins=date(2025, 1, 1), in_force_since=date(2025, 1, 1))
        for organisation, amount in (("alpha", "1000.10"), ("beta", "333.33")):
            make.line(contract, organisation, year=2025, amount=Decimal(amount), state="released", posts=Decimal("1.5"))
        made = cases.split_total(
            actor=planner, contract=contract, year=2026, method=Method.RAISE, percent=Decimal("2.5")
        )
        raised_lines = BudgetLine.objects.filter(year=2026).order_by("organisation")
        assert [(x.amount, x.minutes, x.posts) for x in raised_lines] == [
            (Decimal("1025.10"), 60_000, Decimal("1.50")),
            (Decimal("341.66"), 60_000, Decimal("1.50")),
        ]
        assert made.total == Decimal("1366.76")
        with pytest.raises(RuleViolation, match="gibt es schon"):
            cases.split_total(actor=planner, contract=contract, year=2026, method=Method.RAISE, percent=Decimal(1))


@pytest.mark.django_db
def test_r10_only_parties_and_each_place_once(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract("alpha")
        for given_shares, sentence in [
            (shares("50", "50"), "Keine Vertragspartei: Beta"),
            (shares("50", "50", organisations=("alpha", "alpha")), "für dasselbe"),
            (shares("100", "0"), "größer als 0"),
            ([], "mindestens einen Anteil"),
        ]:
            with pytest.raises(RuleViolation, match=sentence):
                cases.split_total(
                    actor=planner,
                    contract=contract,
                    year=2026,
                    method=Method.PERCENT,
                    total=Decimal(10),
                    shares=given_shares,
                )


@pytest.mark.django_db
def test_r15_a_split_with_a_released_line_stays(nord):
    with acting(nord, Role.FINANCE) as finance:
        contract = make.contract("alpha")
        made = cases.split_total(
            actor=finance,
            contract=contract,
            year=2026,
            method=Method.PERCENT,
            total=Decimal(10),
            shares=shares("100"),
        )
        release_line(actor=finance, line=BudgetLine.objects.get())
        with pytest.raises(RuleViolation, match="schon freigegeben"):
            cases.discard_allocation(actor=finance, allocation=made)


@pytest.mark.django_db
def test_an_auditor_splits_nothing(nord):
    with acting(nord, Role.AUDITOR) as auditor, pytest.raises(Denied):
        cases.split_total(actor=auditor, contract=make.contract(), year=2026, method=Method.RAISE)
