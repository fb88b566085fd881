"""What a strange table may mean, guessed from a sample of it: proposals with evidence, and questions where a factor hangs on them."""
