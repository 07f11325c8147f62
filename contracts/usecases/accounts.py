"""Bank accounts of the providers and of the office: recorded by one, confirmed by another (R11)."""

from datetime import date, timedelta

from django.db.models import Q

from contracts.iban import checked_bic, checked_iban
from contracts.models import BankAccount, Engagement, PaymentRun
from contracts.policy.payments import AccountPerm
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.web import words
from tenants.registry.models import Organisation

DAY = timedelta(days=1)
ONCE = {"account_once": ("An einem dieser Tage gilt schon ein anderes Konto des Trägers.", "begins")}


@use_case(AccountPerm.RECORD)
def record_account(
    *,
    actor: Actor,
    organisation: Organisation | None,
    holder: str,
    iban: str,
    begins: date,
    bic: str = "",
) -> BankAccount:
    """A new account from a day on; the one before ends the day before, and nothing is paid until it is confirmed."""
    if not holder.strip():
        raise RuleViolation("Geben Sie an, wem das Konto gehört.", field="holder")
    number = checked_iban(iban)
    if organisation is not None:
        if not Engagement.objects.filter(organisation=organisation.pk).exists():
            raise RuleViolation(
                "Dieser Träger arbeitet noch nicht mit. Nehmen Sie ihn zuerst auf.", field="organisation"
            )
        _end_the_one_before(actor, organisation, begins)
    with explained(**ONCE):
        return BankAccount.objects.create(
            organisation=organisation,
            holder=holder.strip(),
            iban=number,
            bic=checked_bic(bic),
            begins=begins,
            recorded_by=actor.person,
        )


def _end_the_one_before(actor: Actor, organisation: Organisation, begins: date) -> None:
    others = BankAccount.objects.filter(organisation=organisation)
    if others.filter(begins__gte=begins).exists():
        raise RuleViolation("Von diesem Tag an gilt schon ein Konto. Wählen Sie einen späteren Tag.", field="begins")
    for before in others.filter(Q(ends=None) | Q(ends__gte=begins)):
        if before.confirmed_by is None:
            raise RuleViolation(
                "Für diesen Träger wartet schon ein Konto auf die Bestätigung. Bestätigen oder verwerfen Sie es zuerst."
            )
        if begins < actor.today:
            raise RuleViolation("Das Konto wechselt frühestens heute. Wählen Sie einen späteren Tag.", field="begins")
        before.ends = begins - DAY
        before.save()
        also_changed(before, "ends")


@use_case(AccountPerm.CONFIRM, on="account")
def confirm_account(*, actor: Actor, account: BankAccount) -> BankAccount:
    """A second person has compared the account with what its holder wrote; from now on it is paid to."""
    if account.confirmed_by is not None:
        raise RuleViolation("Dieses Konto ist schon bestätigt.")
    if account.recorded_by == actor.person:
        raise RuleViolation(
            "Sie haben dieses Konto eingetragen. Bestätigen muss es eine zweite Person (Vier-Augen-Prinzip)."
        )
    account.confirmed_by = actor.person
    account.save()
    return account


@use_case(AccountPerm.CONFIRM, on="account")
def discard_account(*, actor: Actor, account: BankAccount) -> BankAccount:
    """An account that nobody confirmed is taken back, and the one before goes on; the audit keeps that it was there."""
    if account.confirmed_by is not None:
        raise RuleViolation("Dieses Konto ist bestätigt. Tragen Sie ein neues ein, das ab einem späteren Tag gilt.")
    key = account.pk
    account.delete()
    if account.organisation_id:
        before = BankAccount.objects.filter(organisation=account.organisation_id, ends=account.begins - DAY).first()
        if before:
            before.ends = account.ends
            before.save()
            also_changed(before, "ends")
    account.pk = key  # for the audit
    return account


@use_case(AccountPerm.RECORD, on="account")
def end_account(*, actor: Actor, account: BankAccount, ends: date) -> BankAccount:
    """An account is used up to a day and no longer."""
    if account.ends is not None:
        raise RuleViolation(f"Dieses Konto gilt schon nur bis zum {words.day(account.ends)}.")
    if ends < max(actor.today, account.begins):
        raise RuleViolation("Das Konto endet frühestens heute und nicht vor seinem Beginn.", field="ends")
    live = PaymentRun.objects.filter(debtor=account, state__in=["prepared", "approved"], execute_on__gt=ends)
    if run := live.first():
        raise RuleViolation(f"{run} soll danach noch von diesem Konto ausgeführt werden.", field="ends")
    account.ends = ends
    account.save()
    return account
