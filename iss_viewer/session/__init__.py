"""What is happening now: pacing, commands, snapshots, the recording. It must not know which source
it has, nor Qt.
"""

from iss_viewer.session.session import Record, Refusal, Session

__all__ = ["Record", "Refusal", "Session"]
