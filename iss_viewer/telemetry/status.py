"""The words in which conclusions are put: module status, alarm class and state, verdict."""

from __future__ import annotations

from enum import IntEnum


class ModuleStatus(IntEnum):
    """What we believe of a module; the order is the severity for roll-ups."""

    NOMINAL = 0
    NO_DATA = 1
    ISOLATED = 2
    WATCH = 3
    SUSPECTED = 4
    LEAKING = 5
    VACUUM = 6


class AlarmClass(IntEnum):
    """ISS Caution & Warning classes; NONE where there is no alarm."""

    NONE = 0
    ADVISORY = 1
    CAUTION = 2
    WARNING = 3
    EMERGENCY = 4


class AlarmState(IntEnum):
    """The life of an alarm after ISA-18.2."""

    NORMAL = 0
    UNACKNOWLEDGED = 1
    ACKNOWLEDGED = 2
    RETURNED = 3  # back to normal, never acknowledged
    SHELVED = 4
    SUPPRESSED = 5
    OUT_OF_SERVICE = 6


class Verdict(IntEnum):
    """What the state of the station means for a party: crew, operations, mission."""

    NONE = 0
    WATCH = 1
    ACT = 2
    LEAVE = 3


#: what a row of a live feed says of the feed itself stands under this name
FEED = "FEED"


class FeedState(IntEnum):
    """How a live feed does: what comes is of now, comes late, or nothing comes."""

    LIVE = 0
    DELAYED = 1
    LOST = 2
