"""Carrying frames up and commands down between processes. It must not know what they mean."""

from iss_viewer.link.link import (
    Announced,
    Ended,
    Link,
    Message,
    Mode,
    Opened,
    Pace,
    Past,
    Preparing,
    Recalled,
    Refused,
)

__all__ = [
    "Announced",
    "Ended",
    "Link",
    "Message",
    "Mode",
    "Opened",
    "Pace",
    "Past",
    "Preparing",
    "Recalled",
    "Refused",
]
