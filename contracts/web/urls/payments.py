"""Instalments, accounts, payment runs."""

from django.urls import path

from contracts.web import accounts, instalments, offsets, runs

urlpatterns = [
    path("abschlaege/", instalments.instalments, name="instalments"),
    path("abschlaege/<uuid:pk>/zahlen/", instalments.pay, name="instalment-pay"),
    path("abschlaege/<uuid:pk>/verrechnen/", offsets.offset, name="instalment-offset"),
    path("bankverbindungen/", accounts.accounts, name="accounts-bank"),
    path("bankverbindungen/neu/", accounts.new_account, name="account-bank-new"),
    path("bankverbindungen/amt/", accounts.new_office_account, name="account-bank-office"),
    path("bankverbindungen/<uuid:pk>/", accounts.account, name="account-bank"),
    path("bankverbindungen/<uuid:pk>/bestaetigen/", accounts.confirm, name="account-bank-confirm"),
    path("bankverbindungen/<uuid:pk>/verwerfen/", accounts.discard, name="account-bank-discard"),
    path("bankverbindungen/<uuid:pk>/beenden/", accounts.end, name="account-bank-end"),
    path("zahlungslaeufe/", runs.runs, name="runs"),
    path("zahlungslaeufe/neu/", runs.new_run, name="run-new"),
    path("zahlungslaeufe/<uuid:pk>/", runs.run, name="run"),
    path("zahlungslaeufe/<uuid:pk>/freigeben/", runs.approve, name="run-approve"),
    path("zahlungslaeufe/<uuid:pk>/zurueckziehen/", runs.withdraw, name="run-withdraw"),
    path("zahlungslaeufe/<uuid:pk>/ausgefuehrt/", runs.execute, name="run-execute"),
    path("zahlungslaeufe/<uuid:pk>/csv/", runs.as_csv, name="run-csv"),
    path("zahlungslaeufe/<uuid:pk>/sepa/", runs.as_sepa, name="run-sepa"),
    path("zahlungen/<uuid:pk>/zurueck/", runs.returned, name="payment-return"),
]
