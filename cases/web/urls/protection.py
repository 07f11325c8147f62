"""Addresses of child protection."""

from django.urls import path

from cases.web import notices, protection

urlpatterns = [
    path("kinderschutz/", protection.protections, name="protections"),
    path("kinderschutz/neu/", protection.new_process, name="protection-new"),
    path("kinderschutz/<uuid:pk>/", protection.protection, name="protection"),
    path("kinderschutz/<uuid:pk>/fachkraft/", protection.member, name="protection-member"),
    path("kinderschutz/<uuid:pk>/entlassen/", protection.release, name="protection-release"),
    path("kinderschutz/<uuid:pk>/bogen/", protection.sheet, name="protection-sheet"),
    path("kinderschutz/<uuid:pk>/familie/", protection.family, name="protection-family"),
    path("kinderschutz/<uuid:pk>/ergebnis/", protection.outcome, name="protection-outcome"),
    path("kinderschutz/<uuid:pk>/schutzkonzept/", protection.concept, name="protection-concept"),
    path("kinderschutz/<uuid:pk>/schritt/", protection.plan, name="protection-step"),
    path("kinderschutz/<uuid:pk>/erledigt/", protection.finish, name="protection-done"),
    path("kinderschutz/<uuid:pk>/phase/", protection.end_risk, name="protection-risk"),
    path("kinderschutz/<uuid:pk>/abschliessen/", protection.close, name="protection-close"),
    path("mitteilungen/", notices.notices, name="provider-notices"),
    path("mitteilungen/neu/", notices.new_notice, name="provider-notice-new"),
    path("mitteilungen/<uuid:pk>/", notices.notice, name="provider-notice"),
    path("mitteilungen/<uuid:pk>/eingang/", notices.confirm, name="provider-notice-confirm"),
    path("mitteilungen/<uuid:pk>/aufnehmen/", notices.take_up, name="provider-notice-take"),
]
