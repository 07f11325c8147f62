"""What apps above know of a budget line, shown with its totals: each hands in a function when it is loaded."""

from collections.abc import Callable

from contracts.models import BudgetLine

type Figures = Callable[[BudgetLine], list[dict[str, str]]]
LINE_FIGURES: list[Figures] = []
