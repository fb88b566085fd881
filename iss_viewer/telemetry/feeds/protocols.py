"""Which protocols feeds can speak, and what each needs: an adapter a protocol, in `adapters`, or in a distribution of
somebody else, by an entry point of `GROUP`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from typing import Any

from iss_viewer.datafile import unknown

#: the version of the contract is the end of the name
GROUP = "iss_viewer.feeds.v1"
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
        added = _added()
        if protocol not in added:
            return unknown("protocol", protocol, [*LIBRARIES, *added])
        return _fault_of(added[protocol])
    module, distribution = LIBRARIES[protocol]
    if module and not _is_there(module):
        return f"needs {distribution}, which is not installed: pip install 'iss-viewer[feeds]'"
    return ""


def adapter_of(protocol: str) -> Callable[..., None]:
    """The adapter of a protocol that can be spoken. Raises what the import of another's adapter raises."""
    if protocol in LIBRARIES:
        module: Any = import_module(f"{_ADAPTERS}.{protocol}_adapter")
        return _callable(module.receive)
    return _callable(_added()[protocol].load())


def _fault_of(point: EntryPoint) -> str:
    """Why an adapter of somebody else cannot be used; empty where it can."""
    whose = f"{point.dist.name}'s" if point.dist else "the"
    try:
        _callable(point.load())
    except Exception as error:  # noqa: BLE001  whatever a stranger's module does
        return f"{whose} adapter cannot be used: {error}"
    return ""


def _callable(found: Any) -> Callable[..., None]:
    if not callable(found):
        raise TypeError("an adapter is a function")
    return found  # type: ignore[no-any-return]  # whatever a stranger's entry point names


def _added() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
