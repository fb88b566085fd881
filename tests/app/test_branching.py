"""Going back closes one try and begins the next from the instant that was asked for, marked as gone on from here."""

from __future__ import annotations

from types import SimpleNamespace

from iss_viewer.app.opening.branching import BranchingHost
from iss_viewer.link import Refused
from iss_viewer.telemetry.commands import Command, GoBack, Run
from iss_viewer.telemetry.events import RunAgain
from iss_viewer.telemetry.recording import RecordingRefused


class Try:
    """A host of one try, that remembers what it was asked."""

    def __init__(self, time_s: float) -> None:
        pacer, self.states = SimpleNamespace(speed=10.0), []
        self.session = SimpleNamespace(
            time_s=time_s, pacer=pacer, record_state=lambda: self.states.append(time_s)
        )
        self.posted, self.logged, self.is_closed = [], [], False

    def post(self, command):
        self.posted.append(command.order)

    def log(self, *events):
        self.logged += events

    def turn(self):
        return []

    def close(self):
        self.is_closed = True


def test_a_run_goes_on_anew_from_an_earlier_instant_with_a_mark():
    first = Try(1440.0)
    host = BranchingHost(first, lambda time_s, speed: Try(time_s))
    host.post(Command(Run()))
    host.post(Command(GoBack(1260.0), "Ben"))
    assert host.turn() == [] and first.is_closed and first.posted == [Run()]
    assert host.host.logged == [RunAgain(1260.0, 1440.0, 2, "Ben")]
    host.post(Command(GoBack(600.0), "Ben"))
    host.turn()
    assert host.host.logged == [RunAgain(600.0, 1260.0, 3, "Ben")]


def test_what_has_not_come_yet_cannot_be_gone_back_to():
    first = Try(100.0)
    host = BranchingHost(first, lambda time_s, speed: Try(time_s))
    host.post(Command(GoBack(100.0)))
    (refused,) = host.turn()
    assert isinstance(refused, Refused) and not first.is_closed


def test_where_that_instant_cannot_be_restored_the_run_goes_on_where_it_was():
    def reopen(time_s, speed):
        if time_s < 1e9:
            raise RecordingRefused("no state was recorded there")
        return Try(1440.0)

    host = BranchingHost(Try(1440.0), reopen)
    host.post(Command(GoBack(10.0)))
    (refused,) = host.turn()
    assert refused.reason == "no state was recorded there" and host.host.logged == []


def test_a_state_is_recorded_each_two_minutes_of_the_run():
    early, later = Try(100.0), Try(130.0)
    BranchingHost(early, lambda *_: early).turn()
    BranchingHost(later, lambda *_: later).turn()
    assert (early.states, later.states) == ([], [130.0])
