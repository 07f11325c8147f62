"""Reads with a shape; one module per topic, imported directly."""
