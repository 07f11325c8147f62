"""What goes to other systems: where it may go, what it says, and how it is sent (docs/adr/0011)."""
