"""Limits of what Heute shows."""

from datetime import timedelta

from contracts.models import Contract

MOST = 12  # rows of a kind; the list behind them has all

WARNING = timedelta(days=365)

State = Contract.State
