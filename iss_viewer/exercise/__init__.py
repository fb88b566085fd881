"""What happens of an exercise during a run: orders that take time and people, and what a crew was expected to do.
It must not know Qt, nor how time is paced.
"""
