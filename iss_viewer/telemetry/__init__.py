"""What goes over the link, and its files: samples, frames, commands, events, the channel table, the
source protocol, recordings. It must not know how
anything is judged: it carries alarms and advice as plain values.
"""

from iss_viewer.telemetry.channels import Channel, ChannelTable
from iss_viewer.telemetry.commands import Command, Order
from iss_viewer.telemetry.events import Event
from iss_viewer.telemetry.frames import Frames, Quality, Samples
from iss_viewer.telemetry.source import ActionRefused, TelemetrySource

__all__ = [
    "ActionRefused",
    "Channel",
    "ChannelTable",
    "Command",
    "Event",
    "Frames",
    "Order",
    "Quality",
    "Samples",
    "TelemetrySource",
]
