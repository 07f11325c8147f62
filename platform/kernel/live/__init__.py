"""What stays in step without asking: notices of the database, and streams to browsers (docs/adr/0009)."""
