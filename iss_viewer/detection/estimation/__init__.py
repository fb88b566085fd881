"""What is estimated of one air space: mass balance, Kalman filter, GLR bank, sequential test, gases, process
noise, reserve time. It must not know where a leak is, nor alarms.
"""
