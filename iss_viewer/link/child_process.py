"""A link to a host in a child process: a busy simulator beside Qt would take its paints away."""

from __future__ import annotations

import multiprocessing
import os
import queue
import threading
import time
import traceback
from multiprocessing.connection import Connection

from iss_viewer.link.host import HostFactory, wait_s
from iss_viewer.link.link import Ended, Message
from iss_viewer.link.memory import SpareMemory
from iss_viewer.telemetry.commands import Command

#: how long one `receive` may take of a window's time; what is left comes at the next
RECEIVE_S = 0.006


class ChildProcessLink:
    """Starts a host in a spawned process; it ends with this link, or with this process."""

    def __init__(self, factory: HostFactory) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, far = spawn.Pipe()
        self._child = spawn.Process(target=serve, args=(factory, far), daemon=True)
        self._child.start()
        far.close()
        self._is_over = False

    @property
    def pid(self) -> int:
        """The process id of the child."""
        return self._child.pid or 0

    def post(self, command: Command) -> None:
        """Send a command; lost without a word if the other side is gone."""
        try:
            self._pipe.send(command)
        except (OSError, ValueError):
            return

    def receive(self) -> list[Message]:
        """What has come; an Ended at the end if the other side died."""
        messages: list[Message] = []
        if self._is_over:
            return messages
        began_s = time.monotonic()
        try:
            while self._pipe.poll() and time.monotonic() - began_s < RECEIVE_S:
                messages.append(self._pipe.recv())
        except (EOFError, OSError):
            messages.append(Ended(self._how_it_died(), is_failure=True))
        self._is_over = any(isinstance(message, Ended) for message in messages)
        return messages

    def _how_it_died(self) -> str:
        self._child.join(1.0)
        code = self._child.exitcode
        how = f"was killed by signal {-code}" if code and code < 0 else f"ended with code {code}"
        return f"The session process {how}."

    def close(self) -> None:
        """Ask the child to finish its recording and end; end it if it does not."""
        self._is_over = True
        self._pipe.close()
        self._child.join(5.0)
        if self._child.is_alive():
            self._child.kill()
            self._child.join(1.0)


def serve(factory: HostFactory, pipe: Connection) -> None:
    """What the child process does until the pipe closes."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS"):
        os.environ[name] = "1"
    outgoing: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
    sender = threading.Thread(target=_send_all, args=(outgoing, pipe), daemon=True)
    sender.start()
    try:
        _host_until_closed(factory, pipe, outgoing)
    except Exception as error:  # noqa: BLE001  the window must be told whatever it was
        traceback.print_exc()
        outgoing.put(Ended(f"The session failed: {error}", is_failure=True))
    outgoing.put(None)
    sender.join(2.0)


def _host_until_closed(
    factory: HostFactory, pipe: Connection, outgoing: queue.SimpleQueue[Message | None]
) -> None:
    host, memory = factory(), SpareMemory()
    try:
        while True:
            began_s = time.monotonic()
            memory.give_back()
            for message in host.turn():
                outgoing.put(message)
            while pipe.poll(wait_s(began_s)):
                host.post(pipe.recv())
                if not pipe.poll():
                    break
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
    finally:
        host.close()


def _send_all(outgoing: queue.SimpleQueue[Message | None], pipe: Connection) -> None:
    try:
        while (message := outgoing.get()) is not None:
            pipe.send(message)
    except OSError:
        return  # the window is gone; the main thread sees it too
