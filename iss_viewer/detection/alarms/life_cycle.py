"""The life of one alarm after ISA-18.2, as a pure function: a state and what happens give a state."""

from __future__ import annotations

from dataclasses import dataclass, replace

from iss_viewer.telemetry.events import AlarmChange
from iss_viewer.telemetry.status import AlarmState

_LISTED = (
    AlarmState.NORMAL,
    AlarmState.UNACKNOWLEDGED,
    AlarmState.ACKNOWLEDGED,
    AlarmState.RETURNED,
)


@dataclass(frozen=True, slots=True)
class AlarmLife:
    """Where an alarm stands. is_active: its condition holds now, whatever the state."""

    state: AlarmState = AlarmState.NORMAL
    is_active: bool = False

    def after(self, change: AlarmChange, is_latching: bool = True) -> AlarmLife:
        """Where it stands after something happened; itself where that means nothing to it.

        A latching alarm that returned stays until it is acknowledged; another goes by itself. A
        shelved alarm comes back acknowledged when somebody unshelves it, unacknowledged when its
        time is over; so does one that was suppressed or out of service. What was acknowledged is to be
        acknowledged anew when it has become much worse since.
        """
        if change is AlarmChange.RAISE:
            return self._raised()
        if change is AlarmChange.CLEAR:
            return self._cleared(is_latching)
        if change is AlarmChange.GROW:
            seen = self.is_active and self.state is AlarmState.ACKNOWLEDGED
            return replace(self, state=AlarmState.UNACKNOWLEDGED) if seen else self
        if change is AlarmChange.ACKNOWLEDGE:
            if self.state is AlarmState.UNACKNOWLEDGED:
                return replace(self, state=AlarmState.ACKNOWLEDGED)
            if self.state is AlarmState.RETURNED:
                return replace(self, state=AlarmState.NORMAL)
            return self
        if change in _LEAVING:
            target, sources = _LEAVING[change]
            return replace(self, state=target) if self.state in sources else self
        source = _COMING_BACK[change]
        if self.state is not source:
            return self
        active = AlarmState.UNACKNOWLEDGED
        if change is AlarmChange.UNSHELVE:
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
    AlarmChange.SHELVE: (AlarmState.SHELVED, _LISTED),
    AlarmChange.SUPPRESS: (AlarmState.SUPPRESSED, _LISTED),
    AlarmChange.TAKE_OUT: (
        AlarmState.OUT_OF_SERVICE,
        (*_LISTED, AlarmState.SHELVED, AlarmState.SUPPRESSED),
    ),
}
_COMING_BACK = {
    AlarmChange.UNSHELVE: AlarmState.SHELVED,
    AlarmChange.EXPIRE: AlarmState.SHELVED,
    AlarmChange.RELEASE: AlarmState.SUPPRESSED,
    AlarmChange.PUT_BACK: AlarmState.OUT_OF_SERVICE,
}
