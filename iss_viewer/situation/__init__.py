"""What is known at an instant, without a toolkit: the fold of events, the moment, and every number and
sentence about the state of the station. It must not know Qt, nor which source runs.
"""
