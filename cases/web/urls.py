"""Addresses of cases in an office."""

from django.urls import path

from cases.web import register

urlpatterns = [
    path("faelle/", register.cases, name="cases"),
    path("faelle/neu/", register.new_case, name="case-new"),
    path("faelle/<uuid:pk>/", register.case, name="case"),
    path("faelle/<uuid:pk>/traeger/", register.assign, name="case-assign"),
    path("faelle/<uuid:pk>/beenden/", register.close, name="case-close"),
]
