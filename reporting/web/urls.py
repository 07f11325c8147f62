"""Addresses of figures in an office."""

from django.urls import path

from reporting.web import figures

urlpatterns = [path("kennzahlen/", figures.figures, name="figures")]
