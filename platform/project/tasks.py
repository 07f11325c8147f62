"""Jobs of the whole service, by the clock."""

from django_tenants.utils import get_tenant_model
from procrastinate.contrib.django import app

from contracts.tasks import end_contracts, rename_places
from kernel.audit.chain import chain
from kernel.retention.night import keep_terms
from kernel.tenancy.place import PORTAL
from project import clearing
from tenants.notices.tasks import deliver_notices
from tenants.training.tasks import place_all, remind

app.periodic(cron="* * * * *")(deliver_notices)


@app.periodic(cron="*/5 * * * *")
@app.task(name="chain_audit", queueing_lock="chain_audit", pass_context=False)
def chain_audit(timestamp: int) -> None:
    """Chain the audit of every office; one that fails does not hold up the others."""
    errors = []
    for place in [PORTAL, *(office.place for office in get_tenant_model().objects.all())]:
        try:
            chain(place)
        except Exception as error:  # noqa: BLE001 - raised below with the others
            errors.append(error)
    if errors:
        raise ExceptionGroup("chain_audit", errors)


@app.periodic(cron="*/5 * * * *")
@app.task(name="move_up", queueing_lock="move_up", pass_context=False)
def move_up(timestamp: int) -> None:
    """Places that came free and that nobody got at once, as a process died or the shares' last day has passed."""
    place_all()


@app.periodic(cron="30 2 * * *")
@app.task(name="begin_the_day", queueing_lock="begin_the_day", pass_context=False)
def begin_the_day(timestamp: int) -> None:
    """What each open office does once a day; a job of its own each, so that one that fails does not hold up the others."""
    for office in get_tenant_model().objects.filter(status="active"):
        end_contracts.later_in(office.place)
        rename_places.later_in(office.place)
        keep_terms.later_in(office.place)
    remind.later_in(PORTAL)


@app.periodic(cron="50 2 * * *")
@app.task(name="clear_service", queueing_lock="clear_service", pass_context=False)
def clear_service(timestamp: int) -> None:
    """What the service itself keeps and whose term is over (retention.yaml: session, job, invitation, account)."""
    clearing.clear()
