"""How a scenario or an exercise is written in the window: the text, its mistakes, and how the run would go."""
