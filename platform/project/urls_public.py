"""Addresses of the service itself: sign-in, account, invitations, a provider's workspace."""

from django.conf import settings
from django.urls import include, path

from frontend import start
from project import certificates, health
from tenants.notices.web import urls as notices
from tenants.people import tokens
from tenants.people.web import joining

urlpatterns = [
    path("health", health.health, name="health"),
    path("zertifikat", certificates.known_host, name="known_host"),
    path("", start.start, name="start"),
    path("konto/", include("tenants.people.web.urls")),
    path("konto/", include(notices.own)),
    path("konto/2fa/", include("allauth.mfa.urls")),
    path("konto/sitzungen/", include("allauth.usersessions.urls")),
    path("konto/", include("allauth.account.urls")),
    path("fortbildung/", include("tenants.training.web.urls.own")),
    path("traeger-anmelden/", joining.register, name="join"),
    path("traeger-anmelden/gesendet/", joining.sent, name="join-sent"),
    path("traeger-anmelden/<str:token>/", joining.confirm, name="join-confirm"),
    path("identity/o/api/token", tokens.token, name="token"),
    path("traeger/<slug:organisation>/", include("frontend.workspace.urls")),
    path("api/v1/", include("project.urls_api_workspace")),
]
if settings.DEMO:
    from project import demo

    urlpatterns = [*demo.login_patterns, *urlpatterns, *demo.urlpatterns]

handler400, handler403, handler404, handler500 = (
    "frontend.errors.bad_request",
    "frontend.errors.denied",
    "frontend.errors.not_found",
    "frontend.errors.broken",
)
