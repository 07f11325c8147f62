"""Budget lines, their ledger, splits, steering and invoices."""

from django.urls import path

from contracts.web import allocations, budget, instalments, invoices, ledger, steering

urlpatterns = [
    path("vertraege/<uuid:pk>/posten/", budget.new_line, name="line-new"),
    path("vertraege/<uuid:pk>/aufteilen/", allocations.split, name="split"),
    path("vertraege/<uuid:pk>/konto/", ledger.contract_ledger, name="contract-ledger"),
    path("vertraege/<uuid:pk>/stunden/", ledger.contract_hours, name="contract-hours"),
    path("aufteilungen/<uuid:pk>/", allocations.allocation, name="allocation"),
    path("aufteilungen/<uuid:pk>/zuruecknehmen/", allocations.discard, name="allocation-discard"),
    path("budgets/", budget.lines, name="lines"),
    path("budgets/ausserhalb/", budget.new_outside_line, name="line-outside"),
    path("budgets/<uuid:pk>/", budget.line, name="line"),
    path("budgets/<uuid:pk>/aendern/", budget.change_line, name="line-change"),
    path("budgets/<uuid:pk>/entfernen/", budget.remove, name="line-remove"),
    path("budgets/<uuid:pk>/abschlaege/", instalments.edit_instalments, name="line-instalments"),
    path("budgets/<uuid:pk>/planen/", instalments.plan, name="line-plan"),
    path("budgets/<uuid:pk>/freigeben/", budget.release, name="line-release"),
    path("budgets/<uuid:pk>/berichtigen/", budget.correct, name="line-correct"),
    path("budgets/<uuid:pk>/satz/", budget.new_rate, name="rate-new"),
    path("budgets/<uuid:pk>/konto/", ledger.line_ledger, name="line-ledger"),
    path("budgets/<uuid:pk>/stunden/", ledger.line_hours, name="line-hours"),
    path("budgets/<uuid:pk>/nachsteuern/", steering.propose, name="readjustment-new"),
    path("budgets/<uuid:pk>/rechnung/", invoices.new_invoice, name="invoice-new"),
    path("steuerung/", steering.steering, name="steering"),
    path("nachsteuerungen/", steering.readjustments, name="readjustments"),
    path("nachsteuerungen/<uuid:pk>/", steering.readjustment, name="readjustment"),
    path("nachsteuerungen/<uuid:pk>/beschluss/", steering.decide, name="readjustment-decide"),
    path("nachsteuerungen/<uuid:pk>/ablehnen/", steering.reject, name="readjustment-reject"),
    path("rechnungen/", invoices.invoices, name="invoices"),
    path("rechnungen/<uuid:pk>/", invoices.invoice, name="invoice"),
    path("rechnungen/<uuid:pk>/aendern/", invoices.change_invoice, name="invoice-change"),
    path("rechnungen/<uuid:pk>/pruefen/", invoices.check, name="invoice-check"),
    path("rechnungen/<uuid:pk>/freigeben/", invoices.approve, name="invoice-approve"),
    path("rechnungen/<uuid:pk>/zurueckweisen/", invoices.reject, name="invoice-reject"),
]
