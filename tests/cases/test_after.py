"""What follows a consultation: the office decides (R6, R7), minutes stand, tasks are done, the team hears of it (R23)."""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from cases.models import Help, HelpBooking, Item, Minutes, MinutesDraft, ProviderTask
from cases.policy.after import OutcomePerm, TaskPerm, outcome_policy, task_policy
from cases.policy.items import ItemPerm, item_policy
from cases.queries.bookings import left_of
from cases.queries.minutes import decoded
from cases.usecases import minutes as papers
from cases.usecases.decisions import Granted, decide_item
from cases.usecases.feedback import close_item_of_team, give_feedback
from cases.usecases.tasks import do_task, open_task
from contracts.queries.budget import lines_for
from contracts.web.beside import LINE_FIGURES
from kernel import clock
from kernel.access.actor import OFFICE_ROLES, Actor, Role
from kernel.access.errors import Denied, RuleViolation
from kernel.audit.models import Entry
from kernel.audit.reads import collecting
from kernel.tenancy.place import Place, transaction_in
from tenants.registry.models import Organisation
from tenants.worklist.models import WorkItem
from tests.factories import cases, conferences, contracts, people
from tests.factories import helps as make

pytestmark = pytest.mark.django_db
TODAY = clock.today()
LATER = TODAY + timedelta(days=90)


class Cast:
    """A worker who brought a concern to a team with a helper of alpha; two more people of the office."""

    def __init__(self, nord: Place) -> None:
        self.worker = people.actor(nord, Role.CASE_WORKER)
        self.second = people.actor(nord, Role.CASE_WORKER, who=people.person("Zweite Fachkraft"))
        self.lead = people.actor(nord, Role.ASD_LEAD)
        self.helper = people.actor(nord, Role.PROVIDER_WORKER, "alpha")
        self.stranger = people.actor(nord, Role.PROVIDER_WORKER, "beta")

    def furnish(self) -> "Cast":
        self.case = cases.case(worker=self.worker.person)
        self.child = cases.person(self.case, given_name="Mira")
        for who, organisation in [(self.worker, None), (self.second, None), (self.helper, "alpha")]:
            conferences.team_member(self.case.district, who.person, organisation)
        self.item = make.consulted(self.case)
        self.block = make.block(self.item)
        self.line = contracts.line(state="released", minutes=6000)
        self.alpha = Organisation.objects.get(pk="alpha")
        return self

    def granted(self, **given: Any) -> Granted:
        defaults = {
            "paragraph": "31",
            "organisation": self.alpha,
            "minutes_a_week": 240,
            "weeks": 10,
            "line": self.line,
        }
        return Granted(self.block, **(defaults | given))

    def decide(self, **given: Any) -> Item:
        defaults = {"outcome": "as_advised", "decided_on": TODAY, "review_on": LATER, "advised_on": TODAY}
        who = {"actor": self.worker, "item": self.item, "granted": [self.granted()]}
        return decide_item(**(who | defaults | given))

    def feedback(self, actor: Actor | None = None, **given: Any) -> Item:
        defaults = {"outcome": "worked", "text": "K1 geht wieder hin", "given_on": TODAY}
        return give_feedback(actor=actor or self.worker, item=self.item, **(defaults | given))


@pytest.fixture
def cast(nord: Place) -> Iterator[Cast]:
    made = Cast(nord)
    with transaction_in(nord), collecting():
        yield made.furnish()


class TestDecision:
    def test_a_decision_begins_helps_books_hours_and_opens_tasks(self, cast: Cast) -> None:
        item = cast.decide()
        help = Help.objects.get()
        assert (item.state, item.review_on, list(item.decisions.get().helps.all())) == ("decided", LATER, [help])
        assert (help.paragraph, help.ground, help.state, help.what) == ("31", "decision", "running", cast.block.what)
        assert list(help.persons.all()) == [cast.child] and help.planned_end == TODAY + timedelta(days=69)
        assert left_of([cast.line]) == {cast.line.pk: 3600}
        shown = LINE_FIGURES[0](lines_for(cast.lead).get(pk=cast.line.pk))  # on the line's page, R10
        assert [(f["value"], f["note"]) for f in shown] == [("40:00\xa0Std.", "noch frei 60:00\xa0Std.")]
        task = ProviderTask.objects.get()
        assert (task.organisation_id, task.help, task.text) == ("alpha", help, cast.block.what)
        due = WorkItem.objects.get(kind="task_due")
        assert (due.subject, due.code, due.amount, due.done_at) == (str(task.pk), item.code, None, None)

    def test_r17_a_block_that_the_provider_will_read_names_nobody(self, cast: Cast) -> None:
        cast.block.what = "Abends bei Mira sein"
        cast.block.save()
        for paragraph in ("31", ""):
            others = [] if paragraph else [Granted(make.block(cast.item), "31")]
            with pytest.raises(RuleViolation, match="„Mira“.*Kürzel"):
                cast.decide(granted=[*others, cast.granted(paragraph=paragraph)])

    def test_r6_a_provider_never_decides(self, cast: Cast) -> None:
        with pytest.raises(Denied):
            cast.decide(actor=cast.helper)
        holders = {role for role in Role if item_policy.allows_role(role, ItemPerm.DECIDE)}
        assert holders and holders <= OFFICE_ROLES

    def test_r6_who_works_for_a_provider_as_well_does_not_decide(self, nord: Place, cast: Cast) -> None:
        both = people.person("Zwei Hüte")
        people.membership(both, nord, Role.PROVIDER_WORKER, "alpha")
        someone = people.actor(nord, Role.CASE_WORKER, who=both)
        cast.case.worker = someone.person
        cast.case.save()
        with pytest.raises(Denied, match="nie ein Träger"):
            cast.decide(actor=someone)

    def test_only_on_a_case_of_ones_own(self, cast: Cast) -> None:
        with pytest.raises(Denied):
            cast.decide(actor=cast.second)
        assert cast.decide(actor=cast.lead).state == "decided"

    def test_only_after_the_consultation_and_once(self, cast: Cast) -> None:
        cast.decide()
        with pytest.raises(RuleViolation, match="wenn das Team beraten hat"):
            cast.decide()

    def test_r7_advice_on_wish_and_choice_has_its_date(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="Wunsch- und Wahlrecht") as refused:
            cast.decide(advised_on=None)
        assert refused.value.field == "advised_on"

    def test_r7_a_provider_outside_every_contract(self, cast: Cast) -> None:
        beta, line = Organisation.objects.get(pk="beta"), contracts.outside_line("beta", minutes=3000)
        cast.decide(
            outcome="changed",
            reasons="Die Familie wünscht diesen Träger",
            granted=[cast.granted(organisation=beta, outside=True, line=line)],
        )
        help = Help.objects.get()
        assert (help.organisation_id, help.outside, help.advised_on) == ("beta", True, TODAY)
        assert left_of([line]) == {line.pk: 600}

    def test_without_help_no_help_begins(self, cast: Cast) -> None:
        given = {"outcome": "no_help", "advised_on": None, "reasons": "Die Großeltern übernehmen"}
        with pytest.raises(RuleViolation, match="auch keine bewilligt"):
            cast.decide(**given)
        assert cast.decide(**given, granted=[]).state == "decided"
        assert not Help.objects.exists() and not ProviderTask.objects.exists()

    def test_a_block_without_a_paragraph_is_nobodys_help(self, cast: Cast) -> None:
        granny = make.block(cast.item, None, who="Großmutter", what="Holt K1 ab", minutes_a_week=0, weeks=0)
        cast.decide(granted=[cast.granted(), Granted(granny)])
        assert Help.objects.count() == ProviderTask.objects.count() == 1
        assert HelpBooking.objects.count() == 1

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"outcome": "changed"}, "Begründen Sie"),
            ({"outcome": "voted"}, "Wählen Sie, wie das Jugendamt"),
            ({"review_on": None}, "Wann prüfen Sie"),
            ({"review_on": TODAY}, "Wann prüfen Sie"),
            ({"decided_on": TODAY + timedelta(days=1)}, "Zukunft"),
            ({"granted": []}, "Welche Hilfe wird bewilligt"),
        ],
    )
    def test_bad_input_is_refused_with_a_sentence(self, cast: Cast, given: dict[str, Any], sentence: str) -> None:
        with pytest.raises(RuleViolation, match=sentence):
            cast.decide(**given)
        cast.item.refresh_from_db()
        assert cast.item.state == "consulted" and not Help.objects.exists()

    def test_a_block_of_another_item_is_refused(self, cast: Cast) -> None:
        foreign = make.block(make.consulted(cases.case(cast.case.district)))
        with pytest.raises(RuleViolation, match="gehört nicht zu dieser Beratung"):
            cast.decide(granted=[cast.granted(), Granted(foreign, paragraph="31")])

    def test_two_blocks_together_beyond_the_line_need_the_reason(self, cast: Cast) -> None:
        parts = [
            cast.granted(weeks=15),
            Granted(make.block(cast.item), "30", minutes_a_week=240, weeks=15, line=cast.line),
        ]
        with pytest.raises(RuleViolation, match="reicht nicht"):
            cast.decide(granted=parts)
        cast.decide(granted=parts, beyond_reason="Nachsteuerung läuft")
        assert sorted(HelpBooking.objects.values_list("minutes", "beyond_reason")) == [
            (3600, ""),
            (3600, "Nachsteuerung läuft"),
        ]

    def test_the_audit_names_no_client_data(self, cast: Cast) -> None:
        cast.decide()
        entries = list(Entry.objects.exclude(verb="read"))
        assert {e.verb for e in entries} >= {"decide_item"} and not any(e.reason for e in entries)


class TestMinutes:
    def approved(self, cast: Cast) -> Minutes:
        papers.prepare_minutes(actor=cast.worker, item=cast.item)
        papers.approve_minutes(actor=cast.second, item=cast.item)
        return Minutes.objects.get()

    def test_r23_they_are_made_from_the_sheet_and_sealed_with_their_sum(self, cast: Cast) -> None:
        made = self.approved(cast)
        content = decoded(made.content)
        assert content["will"]["text"] == "Ich will in meiner Klasse bleiben." and content["code"] == cast.item.code
        assert made.sha256 == hashlib.sha256(made.content).hexdigest() and not MinutesDraft.objects.exists()
        assert "Mira" not in json.dumps(content)

    def test_r17_minutes_have_letters_also_where_the_reader_knows_the_name(self, cast: Cast) -> None:
        conferences.consent(cast.child, cast.worker.person, givers=(cast.child,))
        cast.child.capable = True
        cast.child.save()
        Item.objects.filter(pk=cast.item.pk).update(mode="identified")
        assert "Mira" not in json.dumps(decoded(self.approved(cast).content))

    def test_four_eyes_who_prepared_does_not_approve(self, cast: Cast) -> None:
        papers.prepare_minutes(actor=cast.worker, item=cast.item)
        with pytest.raises(RuleViolation, match="zweite Person"):
            papers.approve_minutes(actor=cast.worker, item=cast.item)
        with pytest.raises(Denied):
            papers.approve_minutes(actor=cast.helper, item=cast.item)
        with pytest.raises(DatabaseError, match="minutes_four_eyes"), transaction.atomic():
            make.minutes(cast.item, prepared_by=cast.worker.person, approved_by=cast.worker.person)

    def test_a_moderating_provider_prepares_and_others_do_not(self, cast: Cast) -> None:
        with pytest.raises(Denied):
            papers.prepare_minutes(actor=cast.helper, item=cast.item)
        session = cast.item.session
        session.moderator = cast.helper.person
        session.save()
        assert papers.prepare_minutes(actor=cast.helper, item=cast.item).pk == cast.item.pk

    def test_r23_approved_minutes_stand_in_the_use_case_and_in_the_database(self, cast: Cast) -> None:
        made = self.approved(cast)
        for step in (papers.prepare_minutes, papers.approve_minutes):
            with pytest.raises(RuleViolation, match="wird nicht mehr geändert"):
                step(actor=cast.worker, item=cast.item)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Minutes.objects.filter(pk=made.pk).update(sha256="0" * 64)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            made.save()

    def test_back_in_the_team_it_gets_minutes_and_a_decision_of_their_own(self, cast: Cast) -> None:
        self.approved(cast)
        cast.decide()
        later = conferences.session(cast.case.district, held_on=TODAY + timedelta(days=7))
        Item.objects.filter(pk=cast.item.pk).update(state="consulted", session=later)
        papers.prepare_minutes(actor=cast.worker, item=cast.item)
        papers.approve_minutes(actor=cast.second, item=cast.item)
        cast.decide()
        assert Minutes.objects.count() == cast.item.decisions.count() == 2

    def test_none_before_the_consultation_and_none_unprepared(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="noch nicht vorbereitet"):
            papers.approve_minutes(actor=cast.second, item=cast.item)
        Item.objects.filter(pk=cast.item.pk).update(state="scheduled")
        with pytest.raises(RuleViolation, match="wenn das Team beraten hat"):
            papers.prepare_minutes(actor=cast.worker, item=cast.item)


class TestTasksAndFeedback:
    def test_the_first_task_done_sets_the_item_to_carried_out(self, cast: Cast) -> None:
        cast.decide()
        task = ProviderTask.objects.get()
        do_task(actor=cast.helper, task=task)
        cast.item.refresh_from_db()
        assert cast.item.state == "carried_out" and not WorkItem.objects.filter(done_at=None).exists()
        with pytest.raises(RuleViolation, match="schon erledigt"):
            do_task(actor=cast.helper, task=task)

    def test_a_provider_sees_and_does_its_own_tasks_only(self, cast: Cast) -> None:
        cast.decide()
        task = ProviderTask.objects.get()
        assert task_policy.holds(cast.helper, TaskPerm.DO, task)
        assert not task_policy.rows(cast.stranger).exists() and not task_policy.rows(cast.second).exists()
        with pytest.raises(Denied):
            do_task(actor=cast.stranger, task=task)

    def test_another_task_after_the_decision(self, cast: Cast) -> None:
        given = {"item": cast.item, "organisation": cast.alpha, "text": "Mit der Schule reden", "due_on": LATER}
        with pytest.raises(RuleViolation, match="nach der Entscheidung"):
            open_task(actor=cast.worker, **given)
        cast.decide()
        with pytest.raises(RuleViolation, match="Vergangenheit"):
            open_task(actor=cast.worker, **given | {"due_on": TODAY - timedelta(days=1)})
        with pytest.raises(Denied):
            open_task(actor=cast.second, **given)
        assert open_task(actor=cast.worker, **given).text == "Mit der Schule reden"

    def test_r23_feedback_moves_the_item_and_the_office_closes_it(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="Abgeschlossen wird"):
            close_item_of_team(actor=cast.worker, item=cast.item)
        with pytest.raises(RuleViolation, match="nachdem das Jugendamt entschieden"):
            cast.feedback()
        cast.decide()
        assert cast.feedback(cast.helper).state == "feedback"
        assert cast.feedback(outcome="partly").feedbacks.count() == 2
        with pytest.raises(Denied):
            close_item_of_team(actor=cast.helper, item=cast.item)
        assert close_item_of_team(actor=cast.worker, item=cast.item).state == "closed"
        assert not WorkItem.objects.filter(kind="task_due", done_at=None).exists()

    def test_feedback_says_something_and_comes_from_who_took_part(self, cast: Cast) -> None:
        cast.decide()
        for given in ({"text": " "}, {"outcome": "great"}, {"given_on": TODAY + timedelta(days=1)}):
            with pytest.raises(RuleViolation):
                cast.feedback(**given)
        for someone in (cast.stranger, cast.second):
            with pytest.raises(Denied):
                cast.feedback(someone)

    def test_who_sees_what_became_of_it(self, cast: Cast) -> None:
        cast.decide()
        sees = [
            outcome_policy.holds(who, OutcomePerm.VIEW, cast.item)
            for who in (cast.worker, cast.second, cast.lead, cast.helper)
        ]
        assert all(sees) and not outcome_policy.holds(cast.stranger, OutcomePerm.VIEW, cast.item)
