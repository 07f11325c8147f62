"""What other systems may send: the arguments of the use cases, with the model's lengths and choices."""
