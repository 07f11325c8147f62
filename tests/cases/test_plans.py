"""The help plan (§ 36, R16): what it needs, that it stands once it is agreed, and its reviews."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from cases.models import CaseFile, HelpPlan
from cases.queries.plans import due_reviews, faults_of
from cases.usecases import plans as usecases
from cases.usecases.plans import Goal, Progress
from kernel import clock
from kernel.access.actor import Actor, Role
from kernel.access.errors import Denied, RuleViolation
from kernel.audit.reads import collecting
from kernel.keys import uuid7
from kernel.tenancy.place import Place, transaction_in
from tests.factories import cases, people
from tests.factories import helps as make

pytestmark = pytest.mark.django_db
TODAY = clock.today()
LATER = TODAY + timedelta(days=180)


@pytest.fixture
def worker(nord: Place) -> Iterator[Actor]:
    someone = people.actor(nord, Role.CASE_WORKER)
    with transaction_in(nord), collecting():
        yield someone


@pytest.fixture
def case(worker: Actor) -> CaseFile:
    return cases.case(worker=worker.person)


def agree(worker: Actor, plan: HelpPlan, **given: object) -> HelpPlan:
    return usecases.agree_plan(actor=worker, plan=plan, **({"agreed_on": TODAY, "review_on": LATER} | given))


class TestAgreeing:
    def test_r16_a_plan_without_goals_is_not_agreed(self, worker: Actor, case: CaseFile) -> None:
        plan = make.plan(case)
        plan.goals.all().delete()
        with pytest.raises(RuleViolation, match="ein Richtungsziel.*ein Handlungsziel"):
            agree(worker, plan)

    def test_r16_a_plan_without_a_day_of_review_is_not_agreed(self, worker: Actor, case: CaseFile) -> None:
        plan = make.plan(case)
        with pytest.raises(RuleViolation, match="Wann wird der Plan überprüft") as refused:
            agree(worker, plan, review_on=None)
        assert refused.value.field == "review_on"
        with pytest.raises(RuleViolation, match="nicht nach der Vereinbarung"):
            agree(worker, plan, review_on=TODAY)
        with pytest.raises(RuleViolation, match="Zukunft"):
            agree(worker, plan, agreed_on=TODAY + timedelta(days=1))

    @pytest.mark.parametrize(
        ("empty", "sentence"),
        [
            ("need", "der Bedarf"),
            ("services", "notwendigen Leistungen"),
            ("professionals", "Fachkräfte"),
            ("advised_on", "verständlich beraten"),
        ],
    )
    def test_r16_what_36_asks_is_there(self, worker: Actor, case: CaseFile, empty: str, sentence: str) -> None:
        plan = make.plan(case, **{empty: None if empty == "advised_on" else ""})
        with pytest.raises(RuleViolation, match=sentence):
            agree(worker, plan)

    def test_an_action_goal_is_checkable_and_dated(self, case: CaseFile) -> None:
        plan = make.plan(case)
        plan.goals.create(kind="action", text="Mehr Ruhe")
        assert faults_of(plan, TODAY) == [
            "bei jedem Handlungsziel, woran man es merkt",
            "bei jedem Handlungsziel ein Tag",
        ]

    def test_siblings_are_considered_where_there_are_any(self, case: CaseFile) -> None:
        plan = make.plan(case, siblings="")
        cases.person(case)
        assert faults_of(plan, TODAY) == []
        cases.person(case)
        assert faults_of(plan, TODAY) == ["was die Hilfe für die Geschwister bedeutet (§ 36 Abs. 2)"]

    def test_37c_out_of_home_the_perspective_is_clarified(self, case: CaseFile) -> None:
        plan = make.plan(case)
        plan.helps.add(make.help(case, paragraph="34", setting="residential"))
        assert "§ 37c" in faults_of(plan, TODAY)[0]

    def test_41_a_year_before_the_planned_end_the_transfer_is_checked(self, case: CaseFile) -> None:
        plan = make.plan(case)
        young = make.help(case, paragraph="41", planned_end=TODAY + timedelta(days=366))
        plan.helps.add(young)
        assert faults_of(plan, TODAY) == []
        assert "§ 41 Abs. 3" in faults_of(plan, TODAY + timedelta(days=1))[0]

    def test_only_who_works_on_the_case_writes(self, nord: Place, case: CaseFile) -> None:
        plan = make.plan(case)
        for role, organisation in [(Role.ASD_LEAD, None), (Role.CASE_WORKER, None), (Role.PROVIDER_WORKER, "alpha")]:
            with pytest.raises(Denied):
                agree(people.actor(nord, role, organisation), plan)


class TestStanding:
    def test_an_agreed_plan_is_not_changed_and_not_thrown_away(self, worker: Actor, case: CaseFile) -> None:
        plan = agree(worker, make.plan(case))
        for step in (usecases.save_plan, usecases.discard_plan):
            with pytest.raises(RuleViolation, match="Beginnen Sie eine neue Fassung"):
                step(actor=worker, plan=plan)
        with pytest.raises(RuleViolation, match="neue Fassung"):
            agree(worker, plan)

    def test_a_new_version_takes_over_and_replaces(self, worker: Actor, case: CaseFile) -> None:
        first = agree(worker, make.plan(case))
        first.goals.filter(kind="action").update(reached="reached")
        running, over = make.help(case), make.help(case, state="ended", end_reason="planned")
        second = usecases.start_plan(actor=worker, case=case)
        assert (second.number, second.need) == (2, first.need)
        assert [g.text for g in second.goals.all()] == ["Wir haben ruhige Abende"]
        assert running in second.helps.all() and over not in second.helps.all()
        with pytest.raises(RuleViolation, match="schon einen Entwurf"):
            usecases.start_plan(actor=worker, case=case)
        second.advised_on = TODAY
        second.save()
        second.goals.create(kind="action", text="Lesen", sign="Ein Buch", due_on=LATER)
        agree(worker, second)
        first.refresh_from_db()
        assert first.state == "replaced" and not first.reviews.filter(held_on=None).exists()
        assert [r.plan_id for r in due_reviews(worker)] == [second.pk]

    def test_a_draft_keeps_what_was_written(self, worker: Actor, case: CaseFile) -> None:
        plan = usecases.start_plan(actor=worker, case=case)
        goals = [Goal("Ruhe", kind="direction"), Goal(" "), Goal("Essen um sechs", sign="Alle sitzen", due_on=LATER)]
        plan = usecases.save_plan(actor=worker, plan=plan, need="Ruhe am Abend", goals=goals)
        kept = list(plan.goals.all())
        assert [g.text for g in kept] == ["Ruhe", "Essen um sechs"]
        again = [Goal("Essen um sieben", key=kept[1].pk), Goal("Ruhe", kind="direction", key=kept[0].pk)]
        plan = usecases.save_plan(actor=worker, plan=plan, goals=again[:1])
        assert [(g.pk, g.text) for g in plan.goals.all()] == [(kept[1].pk, "Essen um sieben")]
        foreign = make.plan(cases.case(case.district)).goals.first()
        for wrong in ([Goal("Fremd", key=foreign.pk)], [Goal("Zweimal", key=uuid7())] * 2):
            with pytest.raises(RuleViolation, match="gehört nicht zu diesem Plan"):
                usecases.save_plan(actor=worker, plan=plan, goals=wrong)
        new = Goal("Vorlesen", key=uuid7())
        for _ in range(2):  # a draft that saves itself sends the same row again
            plan = usecases.save_plan(actor=worker, plan=plan, goals=[new])
        assert [(g.pk, g.text) for g in plan.goals.all()] == [(new.key, "Vorlesen")]

    def test_helps_of_another_case_do_not_belong_to_it(self, worker: Actor, case: CaseFile) -> None:
        foreign = make.help(cases.case(case.district))
        with pytest.raises(RuleViolation, match="gehört nicht zu diesem Fall"):
            usecases.save_plan(actor=worker, plan=make.plan(case), helps=[foreign])


class TestReview:
    def test_the_review_says_how_far_each_goal_is_and_sets_the_next(self, worker: Actor, case: CaseFile) -> None:
        plan = make.agreed(case)
        goal = plan.goals.get(kind="action")
        usecases.hold_review(
            actor=worker,
            plan=plan,
            held_on=TODAY,
            result="Es geht voran",
            next_on=LATER,
            progress=[Progress(goal.pk, "partly")],
        )
        goal.refresh_from_db()
        assert goal.reached == "partly"
        assert list(plan.reviews.values_list("due_on", "held_on")) == [
            (TODAY + timedelta(days=5), TODAY),
            (LATER, None),
        ]

    def test_while_a_help_runs_there_is_a_next_review(self, worker: Actor, case: CaseFile) -> None:
        plan = make.agreed(case)
        plan.helps.add(make.help(case))
        given = {"actor": worker, "plan": plan, "held_on": TODAY, "result": "Gut"}
        with pytest.raises(RuleViolation, match="nächste Mal"):
            usecases.hold_review(**given)
        with pytest.raises(RuleViolation, match="nicht nach diesem Gespräch"):
            usecases.hold_review(**given, next_on=TODAY)

    def test_bad_input_of_a_review_is_refused(self, worker: Actor, case: CaseFile) -> None:
        plan, foreign = make.agreed(case), make.agreed(cases.case(case.district))
        given = {"actor": worker, "plan": plan, "held_on": TODAY, "result": "Gut"}
        with pytest.raises(RuleViolation, match="in der Zukunft"):
            usecases.hold_review(**given | {"held_on": TODAY + timedelta(days=1)})
        with pytest.raises(RuleViolation, match="in einem Satz"):
            usecases.hold_review(**given | {"result": " "})
        with pytest.raises(RuleViolation, match="gehört nicht zu diesem Plan"):
            usecases.hold_review(**given, progress=[Progress(foreign.goals.first().pk, "open")])
        with pytest.raises(RuleViolation, match="vereinbarte Hilfeplan"):
            usecases.hold_review(**given | {"plan": make.plan(case)})
