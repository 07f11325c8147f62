"""Addresses of what people may know about their own data."""

from django.urls import path

from cases.web import inspection

urlpatterns = [
    path("faelle/familie/<uuid:pk>/auskunft/", inspection.inspection, name="person-inspection"),
    path("faelle/familie/<uuid:pk>/auskunft/pdf/", inspection.inspection_pdf, name="person-inspection-pdf"),
    path("faelle/familie/<uuid:pk>/anliegen/", inspection.new_request, name="person-request-new"),
    path("faelle/anliegen/<uuid:pk>/antwort/", inspection.answer, name="person-request-answer"),
]
