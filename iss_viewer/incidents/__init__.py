"""The archive of what really happened aboard, with sources, read from data files. It must not know
this run.
"""

from iss_viewer.incidents.archive import Archive, read_incident, read_incidents
from iss_viewer.incidents.incident import Incident, Kind, Position, Reading

__all__ = ["Archive", "Incident", "Kind", "Position", "Reading", "read_incident", "read_incidents"]
