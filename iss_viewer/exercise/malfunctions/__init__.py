"""What goes wrong in an exercise while it runs: when each malfunction bites, and what it does to the station."""
