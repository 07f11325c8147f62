"""How records look to other systems: what the same actor's pages show, nothing else (no worker of an hours entry)."""
