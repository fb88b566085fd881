"""Many runs at once: batches, statistics, benchmarks of the simulator and the detector. It must not
know Qt.
"""
