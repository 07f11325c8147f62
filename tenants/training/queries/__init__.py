"""Reads with a shape: records, coverage, certificates of conduct."""
