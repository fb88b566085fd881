"""The life of one alarm after ISA-18.2, as a pure function: a state and what happens give a state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from iss_viewer.detection.status import AlarmState

_LISTED = (
    AlarmState.NORMAL,
    AlarmState.UNACKNOWLEDGED,
    AlarmState.ACKNOWLEDGED,
    AlarmState.RETURNED,
)


class Happening(Enum):
    """What can happen to an alarm."""

    RAISE = "raised"
    GROW = "grown"
    CLEAR = "cleared"
    ACKNOWLEDGE = "acknowledged"
    SHELVE = "shelved"
    UNSHELVE = "unshelved"
    EXPIRE = "shelving expired"
    SUPPRESS = "suppressed"
    RELEASE = "released"
    TAKE_OUT = "taken out of service"
    PUT_BACK = "put back in service"


@dataclass(frozen=True, slots=True)
class AlarmLife:
    """Where an alarm stands. is_active: its condition holds now, whatever the state."""

    state: AlarmState = AlarmState.NORMAL
    is_active: bool = False

    def after(self, happening: Happening, is_latching: bool = True) -> AlarmLife:
        """Where it stands after something happened; itself where that means nothing to it.

        A latching alarm that returned stays until it is acknowledged; another goes by itself. A
        shelved alarm comes back acknowledged when somebody unshelves it, unacknowledged when its
        time is over; so does one that was suppressed or out of service. What was acknowledged is to be
        acknowledged anew when it has become much worse since.
        """
        if happening is Happening.RAISE:
            return self._raised()
        if happening is Happening.CLEAR:
            return self._cleared(is_latching)
        if happening is Happening.GROW:
            seen = self.is_active and self.state is AlarmState.ACKNOWLEDGED
            return replace(self, state=AlarmState.UNACKNOWLEDGED) if seen else self
        if happening is Happening.ACKNOWLEDGE:
            if self.state is AlarmState.UNACKNOWLEDGED:
                return replace(self, state=AlarmState.ACKNOWLEDGED)
            if self.state is AlarmState.RETURNED:
                return replace(self, state=AlarmState.NORMAL)
            return self
        if happening in _LEAVING:
            target, sources = _LEAVING[happening]
            return replace(self, state=target) if self.state in sources else self
        source = _COMING_BACK[happening]
        if self.state is not source:
            return self
        active = AlarmState.UNACKNOWLEDGED
        if happening is Happening.UNSHELVE:
            active = AlarmState.ACKNOWLEDGED
        return replace(self, state=active if self.is_active else AlarmState.NORMAL)

    def _raised(self) -> AlarmLife:
        state = self.state
        if state in (AlarmState.NORMAL, AlarmState.RETURNED):
            state = AlarmState.UNACKNOWLEDGED
        return AlarmLife(state, True)

    def _cleared(self, is_latching: bool) -> AlarmLife:
        state = self.state
        if state is AlarmState.ACKNOWLEDGED:
            state = AlarmState.NORMAL
        elif state is AlarmState.UNACKNOWLEDGED:
            state = AlarmState.RETURNED if is_latching else AlarmState.NORMAL
        return AlarmLife(state, False)


_LEAVING = {
    Happening.SHELVE: (AlarmState.SHELVED, _LISTED),
    Happening.SUPPRESS: (AlarmState.SUPPRESSED, _LISTED),
    Happening.TAKE_OUT: (
        AlarmState.OUT_OF_SERVICE,
        (*_LISTED, AlarmState.SHELVED, AlarmState.SUPPRESSED),
    ),
}
_COMING_BACK = {
    Happening.UNSHELVE: AlarmState.SHELVED,
    Happening.EXPIRE: AlarmState.SHELVED,
    Happening.RELEASE: AlarmState.SUPPRESSED,
    Happening.PUT_BACK: AlarmState.OUT_OF_SERVICE,
}
