"""Readings against each other and against the air: what sensors agree on, and which of them is at fault.
It must not know what follows from a fault.
"""
