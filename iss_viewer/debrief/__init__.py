"""What a finished run teaches: truth against belief, alarm figures, reports, exports. It must not
know Qt. Import what you need from its modules: some of them bring the simulator with them.
"""
