"""Pages of the service's own address: the account, accepting an invitation, the second factor."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from kernel import clock
from kernel.access.actor import Role
from kernel.access.errors import RuleViolation
from kernel.web.stamps import account_page, public_page
from tenants.people import queries
from tenants.people.mail import mails_arrive
from tenants.people.models import Account, Bounce
from tenants.people.places import forget
from tenants.people.usecases import acceptance
from tenants.people.usecases.account import change_name
from tenants.people.usecases.invitations import find_invitation
from tenants.people.web.forms import AcceptForm, NameForm

FACTORS = {
    Authenticator.Type.TOTP: "Code-App",
    Authenticator.Type.WEBAUTHN: "Passkey oder Sicherheitsschlüssel",
    Authenticator.Type.RECOVERY_CODES: "Wiederherstellungscodes",
}


def _factors(account: Account) -> list[str]:
    kinds = Authenticator.objects.filter(user=account).values_list("type", flat=True).distinct()
    return [label for kind, label in FACTORS.items() if kind in set(kinds)]


@account_page("GET", "POST", reason="each person sees only themselves")
def account(request: HttpRequest) -> HttpResponse:
    person = request.user.person  # type: ignore[union-attr]
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": person.name})
    if request.method == "POST" and form.is_valid():
        change_name(person=person, name=form.cleaned_data["name"])
        forget(request)
        messages.success(request, "Ihr Name ist geändert.")
        return redirect("account")
    rows = list(queries.own_memberships(person, clock.today()))
    for row in rows:
        row.role_label, row.status_label = Role(row.role).label, queries.STATUS[row.status]
        row.tone = queries.STATUS_TONES[row.status]
    return render(
        request,
        "people/account.html",
        {
            "form": form,
            "person": person,
            "memberships": rows,
            "factors": _factors(request.user),  # type: ignore[arg-type]
            "bounce": Bounce.objects.filter(account=request.user, address=request.user.email).first(),  # type: ignore[misc, union-attr]
            "sessions": UserSession.objects.filter(user=request.user).count(),
        },
        status=422 if form.is_bound else 200,
    )


@account_page("POST", reason="each person for their own address")
def mail_again(request: HttpRequest) -> HttpResponse:
    mails_arrive(request.user)  # type: ignore[arg-type]
    messages.success(request, "Wir senden wieder an Ihre Adresse.")
    return redirect("account")


@account_page("GET", reason="explains what the office asks of a sign-in")
def second_factor(request: HttpRequest) -> HttpResponse:
    back = request.GET.get("next", "")
    if not get_adapter(request).is_safe_url(back):
        back = "/"
    return render(request, "people/second_factor.html", {"factors": _factors(request.user), "back": back})  # type: ignore[arg-type]


@public_page("GET", "POST", reason="whoever was invited holds the link; they may have no account yet")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    found, why = find_invitation(token)
    context: dict[str, Any] = {"invitation": found, "why": acceptance.WHY_NOT.get(why, "")}
    if found is None or why:
        return render(request, "people/invitation.html", context, status=404 if found is None else 410)
    context |= {"role_label": Role(found.role).label, "place_label": found.office or found.organisation}
    if request.user.is_authenticated:
        return _with_own_account(request, token, context)
    if Account.objects.filter(email__iexact=found.email).exists():
        return render(request, "people/invitation.html", context | {"has_account": True})
    return _with_new_account(request, token, context)


def _with_own_account(request: HttpRequest, token: str, context: dict[str, Any]) -> HttpResponse:
    account: Account = request.user  # type: ignore[assignment]
    if not acceptance.belongs_to(account, context["invitation"]):
        return render(request, "people/invitation.html", context | {"why": acceptance.WHY_NOT["foreign"]}, status=403)
    if request.method == "POST":
        acceptance.accept_signed_in(token=token, account=account)
        forget(request)
        messages.success(request, "Willkommen. Die Einladung ist angenommen.")
        return HttpResponseRedirect("/")
    return render(request, "people/invitation.html", context)


def _with_new_account(request: HttpRequest, token: str, context: dict[str, Any]) -> HttpResponse:
    row = context["invitation"]
    form = AcceptForm(request.POST if request.method == "POST" else None, initial={"name": row.name}, email=row.email)
    if request.method == "POST" and form.is_valid():
        try:
            account = acceptance.accept_with_new_account(
                token=token, name=form.cleaned_data["name"], password=form.cleaned_data["password"]
            )
        except RuleViolation as violation:  # accepted in another window meanwhile
            form.add_error(None, violation.message)
        else:
            return perform_password_login(request, {"email": account.email}, Login(user=account, redirect_url="/"))
    return render(request, "people/invitation.html", context | {"form": form}, status=422 if form.is_bound else 200)
