"""Training in the shared schema."""
