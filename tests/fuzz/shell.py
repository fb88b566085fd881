"""Absurd command lines: every command and option with values that nobody meant, in bounded time and without a traceback.

``python tests/fuzz/shell.py 3000`` is for a night; ``make test`` takes a few hundred that are cheap. The same seed is the
same lines: what is told of one that failed can be typed.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import shlex
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import typer.main
from readers import recording_of

from iss_viewer.cli import main as shell
from iss_viewer.datafile import assets_dir

#: all is well, some data are missing, a person's mistake
GOOD = (0, 1, 2)
#: processor seconds that no such line may take
MOST_S = 30.0
_ABSURD = (
    "", " ", "-", "--", "=", "@", "nan", "-nan", "inf", "-inf", "1e999", "-1", "0", "1e-320", "9" * 400, "9" * 5000,
    "²x²", "-0x-0", "1x1", "99999x99999", "5h", "-5h", "1e300 d", "5 parsecs", "1..2", "2..1:0", "1..1e9:1000000",
    ".", "..", "/", "/dev/null", "/dev/zero", "/dev/full", "/proc/self/mem", "/nowhere/at/all", "n" * 300,
    "[/red]", "\x1b[2J\x1b]0;x\x07", ":smile:", "漏气🚀", "\u202e", "\udcff", "=1+1", "a\nb", "../" * 30, "%s%n", "*", "~",
    "leaks=", "leaks.A.diameter=1mm", "sample_every=0 s", "tls://", "tcp://[", "http://localhost", "--help", "--version",
)  # fmt: skip
#: what goes on until somebody ends it
_ENDLESS = ("--watch",)
#: what plays three days where no scenario is named
_PLAYING = ((), ("run",), ("shot",))
#: what would be right somewhere, so that not every line ends at its first value
_PLAUSIBLE = (
    "5 s", "1", "0.5", "60", "here", "here/a.csv", "a.parquet", "a.png", "640x480", "light", "station", "CORE", "trio",
    "seed=3", "duration=10 s", "tcp://127.0.0.1:1",
)  # fmt: skip
_SCENARIO = """id = "minute"
title = "A minute"

start_utc = 2026-01-01T00:00:00Z
station = "trio"
duration = "60 s"
sample_every = "10 s"
[story]
briefing = "A minute."
"""


@dataclass(frozen=True)
class Command:
    """A command of the shell: its words, and what may follow them. options: names with whether a value follows."""

    words: tuple[str, ...]
    arguments: int
    options: tuple[tuple[str, bool], ...]


def commands() -> list[Command]:
    """All commands that there are."""
    from iss_viewer.cli import default, files, picture, review, run, study
    from iss_viewer.cli.commands import app

    assert default and files and picture and review and run and study
    return list(_below((), typer.main.get_command(app)))


def _below(words: tuple[str, ...], command: Any) -> Iterator[Command]:
    for name, inner in getattr(command, "commands", {}).items():
        yield from _below((*words, name), inner)
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [
        (name, not p.is_flag)
        for p in command.params
        if p.param_type_name == "option"
        for name in p.opts
        if "completion" not in name  # those write into the settings of a person's shell
        and name not in _ENDLESS
    ]
    yield Command(words, len(arguments), tuple(options))


def lines(count: int, seed: int, good: list[str]) -> Iterator[list[str]]:
    """Command lines with something absurd in each; good: files that are right for some command."""
    known = commands()
    for number in range(count):
        rng = random.Random(f"{seed} {number}")
        command = known[number % len(known)]
        words = list(command.words)
        wanted = command.arguments + rng.choice((-1, 0, 0, 0, 1))
        least = 1 if command.words in _PLAYING else 0
        words += [
            rng.choice((*good, *good, rng.choice(_ABSURD))) for _ in range(max(wanted, least))
        ]
        for name, has_value in rng.sample(
            command.options, rng.randint(0, min(4, len(command.options)))
        ):
            value = rng.choice(rng.choice((_ABSURD, _PLAUSIBLE, good)))
            words += [name, value] if has_value else [name]
        yield words


def good_files(folder: Path) -> list[str]:
    """A scenario, a station, a recording, a table and its map."""
    (folder / "minute.toml").write_text(_SCENARIO)
    shutil.copy(assets_dir() / "stations/trio.toml", folder / "station.toml")
    (folder / "a.mcap").write_bytes(recording_of(folder / "b.mcap"))
    (folder / "t.csv").write_text("t,p\n0,101\n10,101.1\n20,101\n")
    return [str(folder / name) for name in ("minute.toml", "station.toml", "a.mcap", "t.csv")]


@contextlib.contextmanager
def _cheap() -> Iterator[None]:
    """No window, no benchmark, no study and no drawing: what is asked of them is looked at, but not done."""
    with contextlib.ExitStack() as stack:
        for name in ("run", "review", "tables"):
            stack.enter_context(patch(f"iss_viewer.cli.{name}.has_display", lambda: False))
        for name in (
            "iss_viewer.cli.study._study",
            "iss_viewer.cli.study._show_harm_run",
        ):
            stack.enter_context(patch(name, lambda *_: None))
        stack.enter_context(patch("iss_viewer.studies.bench.bench_table", lambda: "measured"))
        stack.enter_context(
            patch("iss_viewer.studies.validation.write_validation", lambda out_dir: out_dir)
        )
        stack.enter_context(patch("iss_viewer.app.reporting.report_with_pictures", lambda *_: []))
        stack.enter_context(patch("iss_viewer.app.pictures.draw_panel", lambda *_: None))
        stack.enter_context(patch("iss_viewer.app.pictures.shoot_window", lambda *_, **__: None))
        yield


def typed(words: list[str]) -> tuple[object, str]:
    """The exit code of a command line, and all that it printed."""
    shown = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="replace")
    with (
        patch("sys.argv", ["iss-viewer", *words]),
        patch("sys.stdin", io.StringIO()),
        contextlib.redirect_stdout(shown),
        contextlib.redirect_stderr(shown),
    ):
        code: object
        try:
            shell()
            code = 0
        except SystemExit as ended:
            code = 0 if ended.code is None else ended.code
        shown.flush()
    return code, shown.buffer.getvalue().decode(errors="replace")


def failures(count: int, seed: int) -> list[str]:
    """What `count` command lines brought to light: a line each."""
    found = []
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name), _cheap():
        folder = Path(name)
        own = {f"XDG_{kind}_HOME": str(folder / kind) for kind in ("DATA", "CONFIG", "STATE")}
        with patch.dict(os.environ, own):
            for number, words in enumerate(lines(count, seed, good_files(folder))):
                here = folder / "in" / "some" / f"place{number}"
                here.mkdir(parents=True)
                found += _faults(words, here)
                os.chdir(folder)
                shutil.rmtree(folder / "in")
    return found


def _faults(words: list[str], here: Path) -> list[str]:
    """What is wrong with how a command line was answered, typed in a folder."""
    os.chdir(here)
    began_s = time.process_time()
    try:
        code, shown = typed(words)
    except BaseException as error:  # noqa: BLE001  that is what is looked for
        code, shown = f"{type(error).__name__}: {error}", ""
    took_s = time.process_time() - began_s
    said = f"iss-viewer {shlex.join(words)}"[:400]
    told = []
    if code not in GOOD:
        told.append(f"{said}: ended with {code}: {shown[-300:]}")
    elif code == 2 and not shown.strip():
        told.append(f"{said}: refused without a word")
    if "Traceback" in shown or "\x1b[2J" in shown:
        told.append(f"{said}: {shown[-500:]}")
    if took_s > MOST_S:
        told.append(f"{said}: took {took_s:.0f} s")
    return told


def main() -> int:
    """Type as many lines as asked for; 1 if any failed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("count", type=int, nargs="?", default=3000)
    asked.add_argument("--seed", type=int, default=int(time.time()))
    given = asked.parse_args()
    found = failures(given.count, given.seed)
    summary = {"lines": given.count, "seed": given.seed, "failed": len(found)}
    sys.stdout.write("\n".join((*found, json.dumps(summary))) + "\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
