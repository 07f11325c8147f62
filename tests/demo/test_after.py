"""What followed the demo's consultations: as the use cases would have left it."""

from datetime import timedelta

import pytest

from cases.models import Decision, Feedback, Help, HelpPlan, Minutes, ProviderTask
from cases.queries.plans import faults_of
from kernel import clock
from kernel.tenancy.place import Place, transaction_in
from project.demo_data.after import store_after
from tenants.worklist.models import WorkItem
from tests.factories import cases, conferences, contracts


@pytest.mark.django_db
def test_cases_get_helps_with_plans_and_items_what_followed(nord: Place) -> None:
    today = clock.today()
    facts = {"key": "nord", "short": "Nord", "words": {"front_line_worker": "Fachkraft"}}
    with transaction_in(nord):
        where = contracts.district()
        for number, state in enumerate(
            ("decided", "carried_out", "feedback", "closed", "consulted", "decided", "decided")
        ):
            case = cases.case(where, number=f"D-{number}", begins=today - timedelta(days=200))
            cases.person(case)
            conferences.item(case, state=state)
        contracts.line(state="released")
        store_after(facts, today)
        assert Help.objects.count() == 7 and set(Help.objects.values_list("state", flat=True)) >= {
            "running",
            "approval",
        }
        agreed = HelpPlan.objects.filter(state="agreed")
        assert agreed.exists() and not [f for plan in agreed for f in faults_of(plan, today) if "§ 41" not in f]
        assert Decision.objects.count() == Minutes.objects.count() == 6
        assert Feedback.objects.count() == 2
        open_tasks = ProviderTask.objects.filter(done_at=None)
        due = WorkItem.objects.filter(kind="task_due", done_at=None)
        assert open_tasks.exists() and {str(t.pk) for t in open_tasks} == {w.subject for w in due}
