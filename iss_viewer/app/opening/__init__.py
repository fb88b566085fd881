"""Each way to open a run: a scenario, a take-over of a recording, a stranger's readings. It wires source,
detector and recording into a session, and knows none of their logic.
"""
