"""allauth, bent to this service: no sign-up of one's own, passkeys for all addresses, `next` to every office."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from kernel.tenancy.place import PORTAL, transaction_in
from tenants.people.mail import mails_arrive, send_later
from tenants.registry.places import base_host


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Like every mail, by a job: the answer takes as long for an unknown address as for a known one."""
        site = {"name": "Hilfenetz", "domain": base_host()}
        message = self.render_mail(template_prefix, email, {"email": email, "current_site": site, **context})
        send_later(email, message.subject, message.body)

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Who followed the link gets mails there: what a server once refused no longer counts."""
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:
            mails_arrive(email_address.user)
        return confirmed

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Asked by allauth's middleware as well, when the request's own transaction is over."""
        with transaction_in(PORTAL):
            return super().get_reauthentication_methods(user)  # type: ignore[no-any-return]

    def format_email_subject(self, subject: str) -> str:
        return subject

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def is_safe_url(self, url: str | None) -> bool:
        """Our own addresses, and those of the offices, with the base address's scheme and port."""
        if not url or any(c in url for c in "\\\n\r\t") or url.startswith("//"):
            return False
        base = urlsplit(settings.BASE_URL)
        try:
            parts = urlsplit(url)
            same_port = parts.port == base.port
        except ValueError:  # brackets or a port that are none
            return False
        if not parts.netloc:
            return not parts.scheme and url.startswith("/")
        host = parts.hostname or ""
        return (
            parts.scheme == base.scheme
            and same_port
            and "@" not in parts.netloc
            and (host == base_host() or host.endswith("." + base_host()))
        )


class MFAAdapter(DefaultMFAAdapter):
    """Passkeys hold for the base address and so for every office below it."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": base_host(), "name": "Hilfenetz"}


class TokenAdapter(DefaultOIDCAdapter):
    """Tokens are opaque and say nothing about the person."""

    def get_claims(self, purpose: Any, user: Any, client: Any, scopes: Any, **kwargs: Any) -> dict[str, Any]:
        return {"sub": str(user.person_id)} if user else {}
