"""A child process serves its window, ends with it, and its death is told."""

from __future__ import annotations

import os
import signal
import time

import psutil
import pytest

from iss_viewer.link import Ended, Message, Pace
from iss_viewer.link.child_process import ChildProcessLink
from iss_viewer.link.host import HostFactory
from iss_viewer.telemetry.commands import Command, SetSpeed


class Parrot:
    """A host that tells the speed it was last given."""

    def __init__(self, speed: float) -> None:
        self.speed = speed

    def post(self, command: Command) -> None:
        if isinstance(command.order, SetSpeed):
            self.speed = command.order.speed

    def turn(self) -> list[Message]:
        if self.speed < 0:
            raise RuntimeError("the parrot is dead")
        return [Pace(0.0, True, self.speed, 0.0)]

    def close(self) -> None:
        pass


def parrot(speed: object) -> Parrot:
    assert isinstance(speed, float)
    return Parrot(speed)


def until(link: ChildProcessLink, condition, limit_s: float = 20.0) -> list[Message]:
    seen: list[Message] = []
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        seen += link.receive()
        if condition(seen):
            return seen
        time.sleep(0.01)
    raise AssertionError(f"never came: {seen[-3:]}")


def speeds(messages: list[Message]) -> set[float]:
    return {m.speed_asked for m in messages if isinstance(m, Pace)}


@pytest.fixture
def link():
    link = ChildProcessLink(HostFactory(parrot, 3.0))
    yield link
    link.close()


def test_commands_go_down_and_messages_come_up(link):
    until(link, lambda seen: 3.0 in speeds(seen))
    link.post(Command(SetSpeed(7.0)))
    until(link, lambda seen: 7.0 in speeds(seen))


def test_a_killed_session_is_told_as_such(link):
    until(link, lambda seen: 3.0 in speeds(seen))
    os.kill(link.pid, signal.SIGKILL)
    last = until(link, lambda seen: seen and isinstance(seen[-1], Ended))[-1]
    assert last == Ended("The session process was killed by signal 9.", is_failure=True)


def test_a_fault_in_the_session_comes_as_its_end_with_the_reason(link):
    link.post(Command(SetSpeed(-1.0)))
    last = until(link, lambda seen: any(isinstance(m, Ended) for m in seen))[-1]
    assert last == Ended("The session failed: the parrot is dead", is_failure=True)


def test_closing_the_link_ends_the_child(link):
    until(link, lambda seen: 3.0 in speeds(seen))
    pid = link.pid
    link.close()
    assert not psutil.pid_exists(pid)
