"""Entry of the main navigation for figures."""

from kernel.web.navigation import NavItem
from reporting.policy import FiguresPerm

ITEMS = [NavItem("Kennzahlen", "figures", "figures", FiguresPerm.VIEW, 70)]
