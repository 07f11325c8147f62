"""The way out: restricted, offered to the archive, deleted; and what holds it up."""

from datetime import timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Model

from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.keys import uuid7
from kernel.retention.access import DisposalPerm, HoldPerm
from kernel.retention.matters import Matter, matter_of
from kernel.retention.models import Disposal, Hold
from kernel.retention.policy import RetentionClass, the_policy
from kernel.web import words

State = Disposal.State
ON_ITS_WAY = (State.RESTRICTED, State.OFFERED, State.TAKEN, State.REFUSED)


def label_of(row: Model) -> str:
    return row._meta.label_lower


def check_may_go(actor: Actor, of: RetentionClass, matter: Matter, row: Any) -> Any:
    """The row with its term; raises with the sentence why it stays."""
    found = matter.rows().filter(pk=row.pk).first()
    if found is None or found.counts_from is None:
        raise RuleViolation("Die Frist läuft noch nicht.")
    if (due := of.due_on(found.counts_from)) > actor.today:
        raise RuleViolation(f"Die Frist läuft noch bis {words.day(due)}.")
    if matter.running(type(row)._default_manager.filter(pk=row.pk)).exists():
        raise RuleViolation(matter.because or "Dazu läuft noch etwas. Es wird nicht gelöscht.")
    if Hold.objects.filter(model=label_of(row), record=row.pk, ends=None).exists():
        raise RuleViolation("Die Löschung ist angehalten.")
    return found


@use_case(DisposalPerm.EXECUTE)
def restrict_matter(*, actor: Actor, of: RetentionClass, matter: Matter, row: Any) -> Disposal:
    """The term is over: out of everybody's sight, and on its way to the archive."""
    found = check_may_go(actor, of, matter, row)
    matter.restrict(row, actor.today)
    return Disposal.objects.create(
        model=label_of(row),
        record=row.pk,
        rule=of.name,
        state=State.RESTRICTED,
        due_on=of.due_on(found.counts_from),
        restricted_on=actor.today,
    )


@use_case(DisposalPerm.EXECUTE, on="disposal")
def offer_matter(*, actor: Actor, disposal: Disposal) -> Disposal:
    """Put it on the list that the archive gets (Anbietungspflicht of the states' archive laws)."""
    days = the_policy().restricted_days
    since = disposal.restricted_on
    if disposal.state != State.RESTRICTED or since is None or since + timedelta(days=days) > actor.today:
        raise RuleViolation(f"Angeboten wird {days} Tage nach der Einschränkung.")
    disposal.state, disposal.offered_on = State.OFFERED, actor.today
    disposal.save()
    return disposal


@use_case(DisposalPerm.ANSWER, on="disposal")
def answer_offer(*, actor: Actor, disposal: Disposal, taken: bool) -> Disposal:
    """What the archive answered; what it takes must have been handed over."""
    if disposal.state != State.OFFERED:
        raise RuleViolation("Das ist dem Archiv nicht angeboten, oder die Antwort steht schon da.")
    disposal.state = State.TAKEN if taken else State.REFUSED
    disposal.answered_by, disposal.answered_on = actor.person, actor.today
    disposal.save()
    return disposal


def answered(disposal: Disposal, actor: Actor) -> bool:
    """Whether the archive has answered, or its time is over."""
    if disposal.state == State.OFFERED and disposal.offered_on:
        return disposal.offered_on + relativedelta(months=the_policy().answer_months) <= actor.today
    return disposal.state in (State.TAKEN, State.REFUSED)


@use_case(DisposalPerm.EXECUTE, on="disposal")
def dispose_offered(*, actor: Actor, disposal: Disposal) -> Disposal:
    """Delete what the archive answered for; the disposal stays as its proof, without any client data."""
    if not answered(disposal, actor):
        raise RuleViolation("Das Archiv hat noch nicht geantwortet.")
    of, matter = matter_of(disposal.model, disposal.rule)
    row = matter.model._default_manager.filter(pk=disposal.record).first()
    if row is not None:
        check_may_go(actor, of, matter, row)
        disposal.rows = matter.dispose(row)
    disposal.state, disposal.deleted_on = State.DELETED, actor.today
    disposal.save()
    return disposal


@use_case(DisposalPerm.EXECUTE)
def dispose_matter(*, actor: Actor, of: RetentionClass, matter: Matter, row: Any) -> Disposal:
    """Delete what goes without the archive."""
    found = check_may_go(actor, of, matter, row)
    return _proof(actor, of, label_of(row), row.pk, of.due_on(found.counts_from), matter.dispose(row))


@use_case(DisposalPerm.EXECUTE)
def sweep_matter(*, actor: Actor, of: RetentionClass, matter: Matter) -> Disposal:
    """Remove the same thing from many rows at once; one proof for all."""
    if matter.sweep is None:
        raise RuleViolation("Das geht einzeln.")
    gone = matter.sweep(matter.ready(of, actor.today))
    return _proof(actor, of, matter.model._meta.label_lower, uuid7(), actor.today, gone)


def _proof(actor: Actor, of: RetentionClass, model: str, record: Any, due_on: Any, rows: int) -> Disposal:
    row, _ = Disposal.objects.update_or_create(
        model=model,
        record=record,
        defaults={
            "rule": of.name,
            "state": State.DELETED,
            "due_on": due_on,
            "deleted_on": actor.today,
            "rows": rows,
        },
    )
    return row


@use_case(HoldPerm.PLACE)
def place_hold(*, actor: Actor, disposal: Disposal, reason: str) -> Hold:
    """Stop what is on its way out: it is back in sight and stays until the hold is lifted."""
    if disposal.state not in ON_ITS_WAY:
        raise RuleViolation("Das ist schon gelöscht.")
    if not reason.strip():
        raise RuleViolation("Schreiben Sie, warum, ohne Angaben über Menschen.", field="reason")
    _, matter = matter_of(disposal.model, disposal.rule)
    if row := matter.model._default_manager.filter(pk=disposal.record).first():
        matter.restrict(row, None)
    also_changed(disposal, "state")
    hold = Hold.objects.create(
        model=disposal.model,
        record=disposal.record,
        reason=reason.strip(),
        begins=actor.today,
        placed_by=actor.person,
    )
    disposal.delete()
    return hold


@use_case(HoldPerm.PLACE, on="hold")
def lift_hold(*, actor: Actor, hold: Hold) -> Hold:
    """Nothing holds it up any more; the next night takes it up again."""
    if hold.ends:
        raise RuleViolation("Das ist schon wieder freigegeben.")
    hold.ends, hold.lifted_by = actor.today, actor.person
    hold.save()
    return hold
