"""People with other roles than the planners of the ground."""

from datetime import date

from kernel.access.actor import Role


def lead_of(office: str) -> None:
    """Somebody who leads the case workers of the office."""
    from kernel.tenancy.place import as_owner
    from tenants.people.models import Account, Membership
    from tenants.registry.models import Office

    with as_owner():
        account = Account.objects.create_user(f"{office}-lead@amt.example", None, name="Leitung ASD")
        Membership.objects.create(
            person=account.person, office=Office.objects.get(pk=office), role=Role.ASD_LEAD, begins=date(2020, 1, 1)
        )


def cookie_of(email: str, office: str) -> str:
    """The cookie of an account's session at the office's address."""
    from django.conf import settings
    from django.test import Client

    from tenants.people.models import Account

    browser = Client(headers={"host": f"{office}.hilfenetz.localhost"})
    browser.force_login(Account.objects.get(email=email))
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
