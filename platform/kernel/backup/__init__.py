"""Backups of the whole database in one consistent state, and restoring all of it or one office alone."""
