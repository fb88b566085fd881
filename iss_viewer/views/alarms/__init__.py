"""What people see of alarms and do about them: list, limits, sounds."""
