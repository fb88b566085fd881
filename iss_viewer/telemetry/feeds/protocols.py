"""Which protocols feeds can speak, and what each needs: an adapter a protocol, in `adapters`, or in a distribution of
somebody else, by the plug point `ADDED`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from iss_viewer.datafile import unknown
from iss_viewer.plug_points import PlugPoint

ADDED = PlugPoint("iss_viewer.feeds.v1", "adapter")
_ADAPTERS = "iss_viewer.telemetry.feeds.adapters"
#: a feed that was recorded is played by the clock of the session: no adapter brings it
RECORDING = "recording"
#: protocol -> the library that it needs, as it is imported and as it is installed
LIBRARIES = {
    "tcp": ("", ""),
    "udp": ("", ""),
    "file": ("", ""),
    RECORDING: ("", ""),
    "websocket": ("websockets", "websockets"),
    "mqtt": ("paho.mqtt", "paho-mqtt"),
    "nats": ("nats", "nats-py"),
    "isslive": ("lightstreamer.client", "lightstreamer-client-lib"),
    "yamcs": ("yamcs.client", "yamcs-client"),
}


def complaint_of(protocol: str) -> str:
    """Why a protocol cannot be spoken; empty where it can."""
    if protocol not in LIBRARIES:
        if protocol not in ADDED.names():
            return unknown("protocol", protocol, [*LIBRARIES, *ADDED.names()])
        return ADDED.complaint_of(protocol)
    module, distribution = LIBRARIES[protocol]
    if module and not _is_there(module):
        return f"needs {distribution}, which is not installed: pip install 'iss-viewer[feeds]'"
    return ""


def adapter_of(protocol: str) -> Callable[..., None]:
    """The adapter of a protocol that can be spoken. Raises what the import of another's adapter raises."""
    if protocol in LIBRARIES:
        module: Any = import_module(f"{_ADAPTERS}.{protocol}_adapter")
        return module.receive  # type: ignore[no-any-return]  # of a module chosen by its name
    return ADDED.load(protocol)


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
