"""Budget lines."""

from django.urls import path

from contracts.web import budget

urlpatterns = [
    path("vertraege/<uuid:pk>/posten/", budget.new_line, name="line-new"),
    path("budgets/", budget.lines, name="lines"),
    path("budgets/<uuid:pk>/", budget.line, name="line"),
    path("budgets/<uuid:pk>/aendern/", budget.change_line, name="line-change"),
    path("budgets/<uuid:pk>/abschlaege/", budget.edit_instalments, name="line-instalments"),
    path("budgets/<uuid:pk>/planen/", budget.plan, name="line-plan"),
    path("budgets/<uuid:pk>/freigeben/", budget.release, name="line-release"),
]
