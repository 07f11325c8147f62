"""Columns that the database cannot read: sealed with a key per office that lies outside it (docs/adr/0008)."""
