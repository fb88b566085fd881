"""The dictionary of a run's columns as XTCE 1.2, for mission control systems such as Yamcs: a system for each subject, a
parameter for each column with its unit, and the packet in which a row is written.

A row is its time and then all columns in their order, each a big-endian float of 64 bits; NaN where there is no value.
"""

from __future__ import annotations

from iss_viewer import units
from iss_viewer.station import Station
from iss_viewer.station.names import name_of
from iss_viewer.telemetry.channels import ChannelTable

#: the packet of a row, and its first entry
ROW, TIME = "row", "time_s"


def dictionary_text(station: Station, table: ChannelTable) -> str:
    """The XTCE document of a station's columns. Raises ModuleNotFoundError where yamcs-pymdb is not installed."""
    from yamcs.pymdb import Container, FloatParameter, ParameterEntry, Subsystem, System
    from yamcs.pymdb.encodings import float64_t

    root = System(station.id.upper(), short_description=station.name)
    time_s = FloatParameter(
        root, TIME, bits=64, units="s", encoding=float64_t, short_description="of the run"
    )
    entries = [ParameterEntry(time_s)]
    systems: dict[str, Subsystem] = {}
    for channel in table:
        subject = channel.subject
        if subject not in systems:
            known = name_of(station, subject)
            systems[subject] = Subsystem(root, subject, short_description=known)
        parameter = FloatParameter(
            systems[subject],
            channel.quantity,
            bits=64,
            units=units.unit_of(channel.quantity) or None,
            encoding=float64_t,
        )
        entries.append(ParameterEntry(parameter))
    Container(root, ROW, entries)
    return str(root.dumps())
