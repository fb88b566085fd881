"""What will happen: leaks, hatch moves, repairs, sensor faults, crew plan, story and seed, read from a
data file. It must not know how air flows.
"""
