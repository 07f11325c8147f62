"""Starts everything the service has on one machine: for the demo, and for nothing else."""
