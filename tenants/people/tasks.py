"""Jobs of this app; found by the job runner by the module's name."""

from uuid import UUID

from allauth.account.models import EmailAddress
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kernel.audit.models import Entry
from kernel.tenancy.place import PORTAL, transaction_in
from tenants.people import mail
from tenants.people.models import Account, Invitation


@app.task(name="send_mail", queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def send_mail(sealed: str, place: str) -> None:
    """Send one mail; tried again for a day when the mail server does not answer. `place` is whose job it is."""
    mail.deliver(sealed)


@app.task(name="send_mail_to_person", queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def send_mail_to_person(sealed: str, person: str, place: str) -> None:
    """Send one mail to somebody of the place whose job it is; who left it meanwhile gets none."""
    if to := mail.address_of(UUID(person), place):
        mail.deliver(sealed, to)


@app.task(name="withdraw_invitations", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def withdraw_invitations(person: str, place: str) -> None:
    """Who left the provider whose job it is does not come back by a link from before.

    Done at the base host, which alone knows whose address it is.
    """
    with transaction_in(PORTAL):
        account = Account.objects.filter(person=UUID(person)).first()
        if account is None:
            return
        others = EmailAddress.objects.filter(user=account, verified=True).values_list("email", flat=True)
        addresses = {account.email.lower(), *(address.lower() for address in others)}
        organisation = place.removeprefix("p_")
        for invitation in Invitation.objects.open().filter(email__in=addresses, organisation=organisation):
            invitation.withdrawn_at = timezone.now()
            invitation.save(update_fields=["withdrawn_at"])
            Entry.objects.create(
                place="", via="job", verb="withdraw_colleague", model="people.invitation", record=str(invitation.pk),
                fields=["withdrawn_at"],
            )  # fmt: skip
