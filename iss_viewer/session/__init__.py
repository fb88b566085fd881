"""What is happening now: pacing, commands, snapshots, the recording. It must not know which source it
has, nor Qt.
"""
