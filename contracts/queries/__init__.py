"""Reads with a shape: what pages and API show of contracts, budgets and hours, in a fixed number of queries."""
