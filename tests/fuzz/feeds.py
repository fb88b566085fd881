"""Messages of strangers through every adapter of a feed: rows go on, what is left out is counted, good values still come.

``python tests/fuzz/feeds.py 10000`` is for a night; ``make test`` takes 200 for each adapter. The same seed is the same
messages.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from tests.fuzz.readers import mutated
from tests.telemetry.feeds.prepared_feeds import T0_S, until
from tests.telemetry.feeds.stand_ins import line_of
from tests.telemetry.feeds.test_adapters import STAND_INS, Received, first_value

_ROW_EVERY = 50


def bombard(kind: type, count: int, seed: int, folder: Path) -> dict[str, int]:
    """Send mutated messages to a source; what it counted. Raises AssertionError where it did not live."""
    rng, received = random.Random(seed), Received(kind, folder)
    try:
        first_value(received)
        for at in range(count):
            good = line_of(rng.choice(("CORE_P", "CORE_T", "DOOR")), rng.gauss(100, 10), T0_S + at)
            try:
                received.server.send_bytes(mutated(good, rng))
            except OSError:  # the adapter left this server: it comes back
                received.until_connected()
            if at % _ROW_EVERY == 0:
                received.clock.utc_s = T0_S + at
                rows, _ = received.source.read(np.inf, 1000)
                assert np.isfinite(rows.values[:, -2]).all()
        received.clock.utc_s = T0_S + count
        _still_flows(received)
        until(lambda: received.has(0) and left_out(received) >= count // 10, 60.0)  # brokers lag
        health = received.source.health
        return {fault.value: found for fault, found in health.counts.items()}
    finally:
        received.end()


def left_out(received: Received) -> int:
    """How much was counted as left out."""
    return sum(received.source.health.counts.values())


def _still_flows(received: Received) -> None:
    taken = received.source.health.taken

    def flows() -> bool:
        if hasattr(received.server, "path"):
            received.server.send_bytes(b"\n")  # the line that was begun ends
        received.server.send("NODE_P", 745.0, T0_S)
        return received.has(taken + 1)

    until(flows, 60.0)


def main() -> int:
    """Bombard all of them, and tell what was counted."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    asked = parser.parse_args()
    for kind in STAND_INS:
        with tempfile.TemporaryDirectory() as folder:
            counted = bombard(kind, asked.count, asked.seed, Path(folder))
        sys.stdout.write(f"{kind.protocol}: seed {asked.seed}, {asked.count} messages: {counted}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
