"""Addresses of figures and of training coverage in an office."""

from django.urls import path

from reporting.web import coverage, figures

urlpatterns = [
    path("kennzahlen/", figures.figures, name="figures"),
    path("fortbildung/abdeckung/", coverage.coverage, name="coverage"),
    path("fortbildung/abdeckung/plan/", coverage.plan, name="coverage-plan"),
]
