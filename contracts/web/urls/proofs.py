"""Proofs of use."""

from django.urls import path

from contracts.web import proofs, review

urlpatterns = [
    path("nachweise/", proofs.proofs, name="proofs"),
    path("nachweise/anfordern/", review.open_year, name="proof-open"),
    path("nachweise/<uuid:pk>/", proofs.proof, name="proof"),
    path("nachweise/<uuid:pk>/pdf/", proofs.as_pdf, name="proof-pdf"),
    path("nachweise/<uuid:pk>/erstellen/", proofs.prepare, name="proof-prepare"),
    path("nachweise/<uuid:pk>/einreichen/", proofs.submit, name="proof-submit"),
    path("nachweise/fragen/<uuid:pk>/", proofs.answer, name="proof-answer"),
    path("nachweise/<uuid:pk>/pruefen/", review.begin, name="proof-review"),
    path("nachweise/<uuid:pk>/fragen/", review.ask, name="proof-ask"),
    path("nachweise/<uuid:pk>/entscheiden/", review.decide, name="proof-decide"),
    path("nachweise/<uuid:pk>/abschliessen/", review.close, name="proof-close"),
]
