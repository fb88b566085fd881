"""What the samples mean: mass balance, rates, location, reserve time, limits, alarms, safety verdict.
It never sees the truth: neither scenario nor simulation.
"""
