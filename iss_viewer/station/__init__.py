"""What is true with time stopped: modules, hatches, vehicles, sensors, equipment, where they sit in
3D, and what a person can do to them. It must not know pressure histories, nor time.
"""
