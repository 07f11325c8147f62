"""What people outside the case read names nobody: tasks, feedback, helps, goals of a plan (R17)."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from cases.models import CaseFile
from cases.usecases import feedback, helps, plans, tasks
from kernel import clock
from kernel.access.actor import Role
from kernel.access.errors import RuleViolation
from kernel.audit.reads import collecting
from kernel.tenancy.place import Place, transaction_in
from tenants.registry.models import Organisation
from tests.factories import cases, conferences, people
from tests.factories import helps as make

pytestmark = pytest.mark.django_db
TODAY = clock.today()


class Scene:
    """A family Beispiel-Weber whose item is decided; who works on it and a helper of alpha."""

    def __init__(self, nord: Place) -> None:
        self.worker = people.actor(nord, Role.CASE_WORKER)
        self.helper = people.actor(nord, Role.PROVIDER_WORKER, "alpha")

    def furnish(self) -> "Scene":
        self.case: CaseFile = cases.case(worker=self.worker.person, number="51-4711")
        cases.person(
            self.case,
            given_name="Mia",
            family_name="Weber",
            birth_date=date(2015, 3, 2),
            address="Lange Gasse 7, 12345 Ort",
        )
        conferences.team_member(self.case.district, self.helper.person, "alpha")
        self.item = make.consulted(self.case, state="decided")
        make.task(self.item)
        self.alpha = Organisation.objects.get(pk="alpha")
        return self

    def task(self, text: str) -> Any:
        given = {"item": self.item, "organisation": self.alpha, "due_on": TODAY}
        return tasks.open_task(actor=self.worker, text=text, **given)

    def feedback(self, text: str, actor: Any = None) -> Any:
        given = {"item": self.item, "outcome": "worked", "given_on": TODAY}
        return feedback.give_feedback(actor=actor or self.worker, text=text, **given)

    def help(self, what: str = "", **given: Any) -> Any:
        defaults = {"paragraph": "31", "setting": "ambulant", "ground": "decision", "ground_on": TODAY, "begins": TODAY}
        return helps.grant_help(
            actor=self.worker, case=self.case, what=what, **defaults | {"advised_on": TODAY} | given
        )

    def goal(self, text: str) -> Any:
        plan = make.plan(self.case)
        plan.goals.filter(kind="action").update(text=text)
        return plans.agree_plan(actor=self.worker, plan=plan, agreed_on=TODAY, review_on=TODAY + timedelta(days=100))


@pytest.fixture
def scene(nord: Place) -> Iterator[Scene]:
    made = Scene(nord)
    with transaction_in(nord), collecting():
        yield made.furnish()


@pytest.mark.parametrize("where", ["task", "feedback", "help", "goal"])
def test_r17_a_text_that_others_read_names_nobody(scene: Scene, where: str) -> None:
    write: Callable[[str], Any] = getattr(scene, where)
    with pytest.raises(RuleViolation, match="Kürzel") as refused:
        write("Mit Frau Weber sprechen")
    assert "Weber" in refused.value.message and refused.value.field
    assert write("Mit C1 am 2.12.2026 in der Schule sprechen, Frau Lehmann kommt dazu")


@pytest.mark.parametrize(
    "text", ["Mias Heft", "zur Lange Gasse 7", "geboren 02.03.2015", "Akte 51-4711", "Tel. 0171 2345678", "a@b.example"]
)
def test_r17_what_is_known_of_the_family_stays_inside(scene: Scene, text: str) -> None:
    with pytest.raises(RuleViolation, match="Kürzel"):
        scene.task(text)


def test_r17_a_provider_does_not_learn_here_what_is_a_name(scene: Scene) -> None:
    with pytest.raises(RuleViolation, match="0171"):
        scene.feedback("Ruf an: 0171 2345678", scene.helper)
    assert scene.feedback("Mia Weber geht wieder hin", scene.helper).state == "feedback"


def test_r17_the_reason_beside_the_money_names_nobody(scene: Scene) -> None:
    with pytest.raises(RuleViolation, match="Weber") as refused:
        scene.help(beyond_reason="Familie Weber braucht mehr")
    assert refused.value.field == "beyond_reason"
