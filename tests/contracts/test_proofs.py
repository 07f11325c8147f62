"""The proof of use from the question to the settled year (R13, R14)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given as any_of
from hypothesis import strategies as st

from contracts.models import Proof
from contracts.queries.findings import findings_of
from contracts.queries.proofs import ledger_of
from contracts.usecases import payments as single
from contracts.usecases import proofs as cases
from contracts.usecases import review
from contracts.usecases.postings import post
from contracts.usecases.proof_steps import WAYS, move
from contracts.usecases.proofs import Reported
from contracts.usecases.settled import settled_years
from contracts.usecases.settlement import by_weight
from kernel.access.actor import Role
from kernel.access.errors import Denied, RuleViolation
from kernel.tenancy.place import transaction_in
from tenants.worklist.models import WorkItem
from tests.factories import contracts as make
from tests.factories import people

YEAR = 2025
State = Proof.State


class Cast:
    """Two people of the office's finance and the lead of a provider, with a contract whose year is over."""

    def __init__(self, nord, **terms):
        self.first = people.actor(nord, Role.FINANCE, who=people.person("Finanzen 1"))
        self.second = people.actor(nord, Role.FINANCE, who=people.person("Finanzen 2"))
        self.lead = people.actor(nord, Role.PROVIDER_MANAGER, "alpha")
        self.other = people.actor(nord, Role.PROVIDER_MANAGER, "beta")
        self.terms = terms

    def furnish(self):
        since = date(2024, 1, 1)
        self.contract = make.contract("alpha", begins=since, in_force_since=since, **self.terms)
        self.line = make.line(self.contract, year=YEAR, amount=Decimal("10000.00"), minutes=60_000, state="released")
        self.paid = make.instalment(
            self.line, due_on=date(YEAR, 2, 3), paid_on=date(YEAR, 2, 3), paid_by=self.first.person
        )
        self.role = make.role(contract=self.contract)
        return self

    def asked(self):
        return cases.open_proofs(
            actor=self.first, contract=self.contract, year=YEAR, due_on=self.first.today + timedelta(days=90)
        )

    def submitted(self, cost="10000.00", **reported):
        proof = self.asked()
        figure = proof.figures.get()
        given = Reported(figure.pk, **({"minutes": figure.minutes, "staff_cost": Decimal(cost)} | reported))
        cases.prepare_proof(actor=self.lead, proof=proof, report="Wir haben viel erreicht.", figures=[given])
        return cases.submit_proof(actor=self.lead, proof=proof)

    def reviewed(self, *args, **reported):
        return review.begin_review(actor=self.first, proof=self.submitted(*args, **reported))

    def decided(self, *args, outcome="accepted", **decision):
        decision = {"decision_reason": "Geprüft und nachvollziehbar."} | decision
        return review.decide_proof(actor=self.second, proof=self.reviewed(*args), outcome=outcome, **decision)


@pytest.fixture
def cast(nord, request):
    made = Cast(nord, **getattr(request, "param", {}))
    with transaction_in(nord):
        yield made.furnish()


def terms(**fields):
    return pytest.mark.parametrize("cast", [fields], indirect=True)


def posted(line):
    return [(p.kind, p.amount) for p in line.postings.order_by("id")]


@pytest.mark.django_db
class TestAskingAndPreparing:
    def test_r14_every_provider_of_the_contract_is_asked_in_one_press(self, cast):
        make.line(cast.contract, "beta", year=YEAR, state="released")
        cast.asked()
        assert {p.organisation_id for p in Proof.objects.all()} == {"alpha", "beta"}
        assert WorkItem.objects.filter(kind="proof_due", done_at=None).count() == 2
        with pytest.raises(RuleViolation, match="schon alle Nachweise angefordert"):
            cast.asked()

    def test_a_year_that_runs_or_a_past_day_is_refused(self, cast):
        due = {"actor": cast.first, "contract": cast.contract}
        with pytest.raises(RuleViolation, match="noch nicht vorbei"):
            cases.open_proofs(year=cast.first.today.year, due_on=cast.first.today, **due)
        with pytest.raises(RuleViolation, match="in der Vergangenheit"):
            cases.open_proofs(year=YEAR, due_on=cast.first.today - timedelta(days=1), **due)
        with pytest.raises(RuleViolation, match="keine freigegebenen Posten"):
            cases.open_proofs(year=2024, due_on=cast.first.today, **due)

    def test_r14_the_figures_come_from_the_ledger(self, cast):
        make.hours(cast.role, worked_on=date(YEAR, 5, 5), minutes=600)
        make.hours(cast.role, worked_on=date(YEAR, 5, 6), minutes=300, contact="indirect")
        make.hours(cast.role, worked_on=date(YEAR + 1, 1, 5))
        figure = cast.asked().figures.get()
        assert (figure.minutes, figure.ledger_minutes, figure.ledger_direct) == (900, 900, 600)
        assert figure.ledger_paid == Decimal("10000.00")

    def test_r14_hours_go_to_the_line_that_names_most_of_them(self, cast):
        district = cast.role.district
        own = make.line(cast.contract, year=YEAR, district=district, work_kind="no_case", state="released")
        case = make.line(cast.contract, year=YEAR, work_kind="case", state="released")
        make.hours(cast.role, worked_on=date(YEAR, 5, 5), minutes=10)
        make.hours(cast.role, worked_on=date(YEAR, 5, 5), minutes=20, work_kind="case")
        make.hours(cast.role, worked_on=date(YEAR, 5, 5), minutes=30, work_kind="cross_case")
        booked = ledger_of([cast.line, own, case])
        assert [booked[line.pk].minutes for line in (cast.line, own, case)] == [30, 10, 20]

    def test_a_proof_with_costs_below_zero_or_more_groups_than_hours_is_refused(self, cast):
        proof = cast.asked()
        figure = proof.figures.get().pk
        for given, sentence in [
            (Reported(figure, 60, staff_cost=Decimal("-0.01")), "nie kleiner als 0"),
            (Reported(figure, 60, group_minutes=61), "nicht mehr Stunden"),
            (Reported(cast.line.pk, 60), "gehört nicht zu diesem Nachweis"),
        ]:
            with pytest.raises(RuleViolation, match=sentence):
                cases.prepare_proof(actor=cast.lead, proof=proof, report="", figures=[given])

    def test_r14_without_report_or_costs_nothing_is_submitted(self, cast):
        proof = cast.asked()
        with pytest.raises(RuleViolation, match="Sachbericht fehlt"):
            cases.submit_proof(actor=cast.lead, proof=proof)
        cases.prepare_proof(actor=cast.lead, proof=proof, report="Viel erreicht.")
        with pytest.raises(RuleViolation, match="Kosten fehlen"):
            cases.submit_proof(actor=cast.lead, proof=proof)

    def test_only_the_provider_itself_prepares_and_only_until_it_is_submitted(self, cast):
        proof = cast.submitted()
        assert proof.state == State.SUBMITTED
        assert not WorkItem.objects.filter(kind="proof_due", done_at=None).exists()
        for actor in (cast.other, cast.first):
            with pytest.raises(Denied):
                cases.prepare_proof(actor=actor, proof=proof, report="x")
        with pytest.raises(RuleViolation, match="liegt beim Jugendamt"):
            cases.prepare_proof(actor=cast.lead, proof=proof, report="x")
        with pytest.raises(RuleViolation, match="offener Nachweis"):
            cases.submit_proof(actor=cast.lead, proof=proof)


@pytest.mark.django_db
class TestReviewing:
    def test_r14_questions_go_back_and_forth(self, cast):
        proof = review.ask_query(actor=cast.first, proof=cast.reviewed(), question="Warum so wenig?")
        proof = review.ask_query(actor=cast.first, proof=proof, question="Und wofür die Sachkosten?")
        assert proof.state == State.QUERY
        assert WorkItem.objects.filter(kind="proof_query", done_at=None).count() == 1
        one, two = proof.queries.all()
        with pytest.raises(RuleViolation, match="keine Frage mehr offen"):
            review.decide_proof(actor=cast.second, proof=proof, outcome="accepted")
        with pytest.raises(RuleViolation, match="noch nicht alle Fragen"):
            review.begin_review(actor=cast.first, proof=proof)
        with pytest.raises(Denied):
            cases.answer_query(actor=cast.other, query=one, answer="x")
        with pytest.raises(RuleViolation, match="Schreiben Sie eine Antwort"):
            cases.answer_query(actor=cast.lead, query=one, answer=" ")
        cases.prepare_proof(actor=cast.lead, proof=proof, report="Ausführlicher.")
        cases.answer_query(actor=cast.lead, query=one, answer="Eine Stelle war frei.")
        with pytest.raises(RuleViolation, match="schon beantwortet"):
            cases.answer_query(actor=cast.lead, query=one, answer="x")
        cases.answer_query(actor=cast.lead, query=two, answer="Für Material.")
        proof.refresh_from_db()
        assert proof.state == State.IN_REVIEW
        assert not WorkItem.objects.filter(kind="proof_query", done_at=None).exists()

    def test_r14_neither_who_reviewed_nor_who_prepared_decides(self, cast, nord):
        proof = cast.reviewed()
        with pytest.raises(RuleViolation, match="Vier-Augen-Prinzip"):
            review.decide_proof(actor=cast.first, proof=proof, outcome="accepted", decision_reason="x")
        Proof.objects.update(prepared_by=cast.second.person)
        with pytest.raises(RuleViolation, match="Vier-Augen-Prinzip"):
            review.decide_proof(actor=cast.second, proof=proof, outcome="accepted", decision_reason="x")
        with pytest.raises(IntegrityError), transaction.atomic():
            Proof.objects.update(decided_by=cast.second.person)

    def test_r14_who_prepared_does_not_review(self, cast):
        proof = cast.submitted()
        Proof.objects.update(prepared_by=cast.first.person)
        with pytest.raises(RuleViolation, match="selbst erstellt"):
            review.begin_review(actor=cast.first, proof=proof)

    @terms(direct_percent=Decimal("60"), corridor_percent=Decimal("5"))
    def test_r13_what_stands_out_is_said_with_its_figures(self, cast):
        make.hours(cast.role, worked_on=date(YEAR, 5, 5), minutes=600)
        make.hours(cast.role, worked_on=date(YEAR, 5, 6), minutes=600, contact="indirect")
        proof = cast.reviewed("9000.00", minutes=1800, group_minutes=450)
        texts = {f["kind"]: f["text"].replace("\u00a0", " ") for f in findings_of(proof)}
        assert texts == {
            "delivered": "Geleistet sind 30:00 Std. von 1.000:00 Std. (3,0 %), gezahlt sind 10.000,00 € von 10.000,00 € (100,0 %).",
            "reported": "Gemeldet sind 30:00 Std. und damit 10:00 Std. mehr als gebucht.",
            "direct": "Mit den Familien waren 10:00 Std. von 20:00 Std. (50,0 %), vereinbart sind 60,0 %.",
            "groups": "7:30 Std. von 30:00 Std. (25,0 %) wurden in Gruppen statt einzeln geleistet.",
            "costs": "Gezahlt sind 10.000,00 €, belegt sind 9.000,00 €. 1.000,00 € sind übrig.",
        }
        with pytest.raises(RuleViolation, match="Auffälligkeiten"):
            review.decide_proof(actor=cast.second, proof=proof, outcome="accepted")
        proof = review.decide_proof(actor=cast.second, proof=proof, outcome="accepted", decision_reason="Erklärt.")
        assert {f["kind"] for f in proof.findings} == set(texts)

    def test_r13_what_is_in_order_stands_out_nowhere(self, cast):
        make.hours(cast.role, worked_on=date(YEAR, 5, 5), minutes=1000)
        cast.line.__class__.objects.update(minutes=1000)
        proof = cast.reviewed("10000.00")
        assert findings_of(proof) == []
        assert review.decide_proof(actor=cast.second, proof=proof, outcome="accepted").accepted == Decimal("10000.00")

    def test_r14_in_part_needs_an_amount_below_the_proven_and_a_reason(self, cast):
        proof = cast.reviewed("9000.00")
        for given, sentence in [
            ({"accepted": Decimal("10000.01")}, "höchstens 10.000,00"),
            ({"accepted": Decimal("9000.00")}, "erkennt ganz an"),
            ({"accepted": Decimal("-1")}, "welchen Betrag"),
            ({}, "welchen Betrag"),
            ({"accepted": Decimal("8000.00")}, "Begründen Sie, was"),
        ]:
            with pytest.raises(RuleViolation, match=sentence):
                review.decide_proof(actor=cast.second, proof=proof, outcome="partly", **given)

    def test_r14_while_an_instalment_is_open_nothing_is_decided(self, cast):
        make.instalment(cast.line, 2, due_on=date(YEAR, 12, 1), amount=Decimal("1.00"))
        with pytest.raises(RuleViolation, match="noch offen"):
            cast.decided()

    @terms(regime="78a")
    def test_r5_under_78a_nothing_is_settled(self, cast):
        proof = cast.reviewed("9000.00")
        with pytest.raises(RuleViolation, match="78d"):
            review.decide_proof(
                actor=cast.second, proof=proof, outcome="partly", accepted=Decimal("1"), decision_reason="x"
            )
        proof = review.decide_proof(actor=cast.second, proof=proof, outcome="accepted", decision_reason="x")
        proof = review.close_proof(actor=cast.first, proof=proof)
        assert (proof.accepted, proof.surplus, posted(cast.line)) == (Decimal("10000.00"), Decimal(0), [])


@pytest.mark.django_db
class TestSettling:
    def test_r14_the_surplus_is_repaid(self, cast):
        proof = review.close_proof(actor=cast.second, proof=cast.decided("9000.00"))
        assert (proof.state, proof.surplus) == ("closed", Decimal("1000.00"))
        assert posted(cast.line) == [("repayment", Decimal("-1000.00"))]

    @terms(surplus_rule="share", surplus_percent=Decimal("33.33"))
    def test_r14_the_surplus_is_shared_to_the_cent(self, cast):
        review.close_proof(actor=cast.second, proof=cast.decided("9999.90"))
        assert posted(cast.line) == [("share", Decimal("-0.03")), ("repayment", Decimal("-0.07"))]

    @terms(surplus_rule="carry_over")
    def test_r14_the_surplus_is_carried_over_to_a_line_that_must_exist(self, cast):
        proof = cast.decided("9000.00")
        with pytest.raises(RuleViolation, match="keinen freigegebenen Posten derselben Art"):
            review.close_proof(actor=cast.second, proof=proof)
        after = make.line(cast.contract, year=YEAR + 1, state="released")
        review.close_proof(actor=cast.second, proof=proof)
        assert posted(cast.line) == [("carry_over", Decimal("-1000.00"))]
        assert posted(after) == [("carry_over", Decimal("1000.00"))]

    @terms(surplus_rule="convert")
    def test_r14_the_surplus_is_converted_into_prevention(self, cast):
        make.line(cast.contract, year=YEAR + 1, work_kind="case", state="released")
        proof = cast.decided("8000.00", outcome="partly", accepted=Decimal("7000.00"))
        with pytest.raises(RuleViolation, match="vorbeugende"):
            review.close_proof(actor=cast.second, proof=proof)
        after = make.line(cast.contract, year=YEAR + 1, work_kind="no_case", state="released")
        review.close_proof(actor=cast.second, proof=proof)
        assert posted(after) == [("conversion", Decimal("3000.00"))]

    def test_r14_a_settled_year_is_never_opened_again(self, cast):
        proof = cast.decided("10000.00")
        assert not settled_years("alpha", years=[YEAR], contract=cast.contract.pk)
        proof = review.close_proof(actor=cast.second, proof=proof)
        assert settled_years("alpha", years=[YEAR], contract=cast.contract.pk)
        for again in (
            lambda: cast.asked(),
            lambda: cases.prepare_proof(actor=cast.lead, proof=proof, report="x"),
            lambda: cases.submit_proof(actor=cast.lead, proof=proof),
            lambda: review.begin_review(actor=cast.first, proof=proof),
            lambda: review.ask_query(actor=cast.first, proof=proof, question="?"),
            lambda: review.decide_proof(actor=cast.second, proof=proof, outcome="accepted"),
            lambda: review.close_proof(actor=cast.second, proof=proof),
            lambda: single.offset_instalment(actor=cast.first, instalment=cast.paid, amount=Decimal("1"), reason="x"),
        ):
            with pytest.raises(RuleViolation, match="nicht wieder geöffnet"):
                again()
        with pytest.raises(RuleViolation, match="abgerechnet und abgeschlossen"):
            post(cast.first, cast.line, "correction", date(2026, 1, 1), "Nachtrag", amount=Decimal("1"))


@pytest.mark.django_db
def test_r14_there_are_these_ways_and_no_others(nord):
    with transaction_in(nord):
        proof = Proof(organisation=make.engagement().organisation, contract=make.contract(), year=YEAR)
        for state in State:
            for to in State:
                proof.state = state
                if to in WAYS[state]:
                    move(proof, to)
                    assert proof.state == to
                else:
                    with pytest.raises(RuleViolation):
                        move(proof, to)
    assert sum(map(len, WAYS.values())) == 8


@any_of(
    st.integers(min_value=0, max_value=10**9),
    st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=30).filter(any),
)
def test_r14_shares_of_a_surplus_add_up_to_the_cent(cents, weights):
    total = Decimal(cents) / 100
    shares = by_weight(total, [Decimal(w) for w in weights])
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - total * weight / sum(weights)) <= Decimal("0.01")
        assert share >= 0
