"""Instalments and payments."""

from django.urls import path

from contracts.web import budget

urlpatterns = [
    path("abschlaege/", budget.instalments, name="instalments"),
    path("abschlaege/<uuid:pk>/zahlen/", budget.pay, name="instalment-pay"),
]
