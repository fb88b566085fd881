"""The import page: a strange table as it is understood, what is open about it, and the button that opens it."""
