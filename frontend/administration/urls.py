"""Addresses under /verwaltung/: each part of the administration brings its own."""

from django.urls import include, path

from frontend.administration import audit, office, retention
from tenants.notices.web import urls as notices

urlpatterns = [
    path("", include("frontend.administration.people_urls")),
    *notices.administration,
    path("amt/", office.settings, name="office-settings"),
    path("protokoll/", audit.audit, name="audit"),
    path("aufbewahrung/", retention.retention, name="retention"),
    path("aufbewahrung/demnaechst/", retention.retention_going, name="retention-going"),
    path("aufbewahrung/archiv/", retention.disposals, name="disposals"),
    path("aufbewahrung/archiv/liste.pdf", retention.offer_pdf, name="archive-offer"),
    path("aufbewahrung/archiv/<uuid:pk>/", retention.disposal, name="disposal"),
    path("aufbewahrung/archiv/<uuid:pk>/antwort/", retention.answer, name="disposal-answer"),
    path("aufbewahrung/archiv/<uuid:pk>/anhalten/", retention.hold, name="disposal-hold"),
    path("aufbewahrung/angehalten/", retention.holds, name="holds"),
    path("aufbewahrung/angehalten/<uuid:pk>/", retention.one_hold, name="hold"),
    path("aufbewahrung/angehalten/<uuid:pk>/freigeben/", retention.lift, name="hold-lift"),
    path("aufbewahrung/nachweis/", retention.evidence_page, name="evidence"),
    path("aufbewahrung/nachweis.pdf", retention.evidence_pdf, name="evidence-pdf"),
]
