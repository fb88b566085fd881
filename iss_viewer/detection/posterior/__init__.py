"""What is believed of leaks, kept by module through all that hatches do: how much, where, since when, by
which law, and whether it is still there. The quick alarm is the sequential test's, in `estimation`.
"""
