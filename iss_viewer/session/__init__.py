"""What is happening now: pacing, commands, snapshots, the recording. It must not know which source
it has, nor Qt.
"""

from iss_viewer.session.session import Record, Refusal, Session
from iss_viewer.session.umpire import Umpire

__all__ = ["Record", "Refusal", "Session", "Umpire"]
