"""What the detector remembers, as records with names and units, and where each channel lies in a sample.
It must not know how any of it is estimated.
"""
