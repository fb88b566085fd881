"""What a trainer presses while a run goes on."""
