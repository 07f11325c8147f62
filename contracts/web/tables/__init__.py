"""The lists of districts, providers, contracts, budgets, instalments and hours."""
