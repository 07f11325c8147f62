"""Jobs of this app; found by the job runner by the module's name."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tenants.people import mail


@app.task(name="send_mail", queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def send_mail(sealed: str, place: str) -> None:
    """Send one mail; tried again for a day when the mail server does not answer. `place` is whose job it is."""
    mail.deliver(sealed)


@app.task(name="send_mail_to_person", queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def send_mail_to_person(sealed: str, person: str, place: str) -> None:
    """Send one mail to somebody of the place whose job it is; who left it meanwhile gets none."""
    if to := mail.address_of(UUID(person), place):
        mail.deliver(sealed, to)
