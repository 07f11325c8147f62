"""Jobs of this app; found by the job runner by the module's name."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tenants.people import mail


@app.task(name="send_mail", queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def send_mail(sealed: str, place: str) -> None:
    """Send one mail; tried again for a day when the mail server does not answer. `place` is whose job it is."""
    mail.deliver(sealed)
