"""The page of one module: now, in this run, in history."""
