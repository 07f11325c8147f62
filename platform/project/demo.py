"""What only the demo has: entering as a role with one click, and the mails it would send. Not importable elsewhere."""

import email
import json
from email.message import EmailMessage
from email.policy import default
from itertools import islice
from pathlib import Path
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.views import LoginView
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from kernel.access.actor import Role
from kernel.web.stamps import public_page
from tenants.people.models import Account
from tenants.registry.models import Office, Organisation

if settings.MODE not in ("demo", "test"):
    raise ImproperlyConfigured("project.demo gehört zur Demo und darf im Betrieb nicht geladen werden.")

NEWEST = 100  # mails shown
FOUR_EYES = (Role.FINANCE,)  # one prepares, another approves


def accounts() -> list[dict[str, Any]]:
    """The accounts that var/demo.json lists, each with its label and the group it stands under."""
    file: Path = settings.VAR / "demo.json"
    entries = json.loads(file.read_text())["accounts"] if file.exists() else []
    offices = dict(Office.objects.values_list("key", "name"))
    providers = dict(Organisation.objects.values_list("key", "name"))
    return [
        {
            "label": entry["name"].partition(" (")[0] if entry["organisation"] or entry["office"] else entry["name"],
            "group": providers.get(entry["organisation"]) or offices.get(entry["office"]) or "Betrieb",
            "email": entry["email"],
            "role": entry["role"],
            "office": entry["office"],
        }
        for entry in entries
    ]


def offered() -> list[dict[str, Any]]:
    """For the sign-in page: each role once, in every office and at the first provider of each.

    Of those whose work a second person must confirm, both.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    providers: dict[str, str] = {}
    for account in accounts():
        if (
            Role(account["role"]).of_provider
            and providers.setdefault(account["office"], account["group"]) != account["group"]
        ):
            continue
        who = account["label"] if account["role"] in FOUR_EYES else account["role"]
        found.setdefault((account["group"], who), account)
    return list(found.values())


@public_page("GET", "POST", reason="the sign-in page, with the demo's roles to enter with", writes_on_get=True)
def login_page(request: HttpRequest) -> HttpResponse:
    return LoginView.as_view(extra_context={"demo_accounts": offered()})(request)  # type: ignore[no-any-return]


@public_page("POST", reason="the demo's roles are open to everyone")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Enter as one of the demo's accounts; others need their password."""
    address = request.POST.get("email", "")
    if not settings.DEMO or address not in {a["email"] for a in accounts()}:
        raise Http404("Dieses Demo-Konto gibt es nicht.")
    account = Account.objects.filter(email=address, is_active=True).first()
    if account is None:
        raise Http404("Dieses Demo-Konto gibt es nicht.")
    target = request.POST.get("next", "")
    safe = target if get_adapter(request).is_safe_url(target) else "/"
    return perform_login(request, Login(user=account, redirect_url=safe))  # type: ignore[no-any-return]


@public_page("GET", reason="the demo's mails are open to everyone")
def mails(request: HttpRequest) -> HttpResponse:
    """The mails that the demo would have sent, newest first."""
    return render(request, "people/mails.html", {"mails": list(islice(_mails(), NEWEST))})


def _mails() -> Any:
    folder: Path = settings.VAR / "mail"
    files = sorted(folder.glob("*.log"), key=lambda f: f.stat().st_mtime_ns, reverse=True) if folder.exists() else []
    for file in files:
        parts = file.read_bytes().split(b"-" * 79)
        for raw in reversed([p.strip() for p in parts if p.strip()]):
            message: EmailMessage = email.message_from_bytes(raw, policy=default)  # type: ignore[assignment]
            body = message.get_body(("plain",))
            yield {
                "subject": message["Subject"],
                "to": message["To"],
                "date": message["Date"].datetime,
                "body": body.get_content() if body else "",
            }


login_patterns = [path("konto/login/", login_page, name="account_login")]
urlpatterns = [
    path("demo/mails/", mails, name="demo_mails"),
    path("demo/anmelden/", sign_in, name="demo_sign_in"),
]
