"""From conclusions to alarms: conditions with their delays, the life cycle of ISA-18.2, orders about them.
It must not know how a conclusion was reached.
"""
