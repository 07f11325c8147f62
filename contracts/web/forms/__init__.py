"""The forms of districts, roles, contracts, budgets and hours."""
