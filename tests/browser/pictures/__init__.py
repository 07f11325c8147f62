"""What the pictures of README and handbook show, chapter by chapter."""
