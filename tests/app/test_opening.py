"""A run is announced at once; while its simulator is compiled, it is told how far that is."""

from __future__ import annotations

import pytest

from iss_viewer.app.opening.by_request import open_host
from iss_viewer.app.opening.requests import ScenarioRequest
from iss_viewer.app.warming import ROOMS, CompileRun
from iss_viewer.link import Announced, Opened, Pace, Preparing


class Compiled:
    """Stands for processes that compile: three functions, one at each look."""

    count = 3

    def __init__(self) -> None:
        self.done, self.is_ended = 0, False

    @property
    def is_over(self) -> bool:
        self.done += 1
        return self.done > 3

    def end(self) -> None:
        self.is_ended = True


def test_it_is_announced_then_told_how_far_it_is_and_opened_when_all_is_there():
    host = open_host(ScenarioRequest("quiet-day", is_running=False), Compiled)
    told = [host.turn() for _ in range(4)]
    host.close()
    assert isinstance(told[0][0], Announced)
    assert told[1:3] == [[Preparing(1, 3)], [Preparing(2, 3)]]
    assert told[3] == [Preparing(3, 3)] or isinstance(told[3][0], Opened)


def test_it_is_announced_before_anything_is_looked_for_that_may_have_to_be_compiled():
    began: list[str] = []
    host = open_host(ScenarioRequest("quiet-day"), lambda: began.append("looked"))
    assert [type(message) for message in host.turn()] == [Announced]
    assert not began
    host.close()


def test_a_window_that_is_closed_meanwhile_ends_what_is_compiled():
    began: list[Compiled] = []

    def begin() -> Compiled:
        began.append(Compiled())
        return began[0]

    host = open_host(ScenarioRequest("quiet-day", is_running=False), begin)
    host.turn()
    host.turn()
    host.close()
    assert began[0].is_ended


def test_what_is_compiled_already_is_not_waited_for():
    host = open_host(ScenarioRequest("quiet-day", is_running=False), lambda: None)
    host.turn()
    second = host.turn()
    host.close()
    assert isinstance(second[0], Opened) and isinstance(second[-1], Pace)


@pytest.mark.timeout(900)  # where nothing was compiled yet, all is
def test_compiling_runs_in_a_process_for_each_room_and_tells_that_all_is_there():
    run, told = CompileRun(), []
    run.wait(lambda done, count: told.append((done, count)))
    assert run.is_over
    assert run.done == run.count > 100
    assert len(ROOMS) == 2
    assert told == sorted(told)
