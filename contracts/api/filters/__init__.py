"""Filters of the API's lists."""
