"""Runs of a moment for the tests of workers: importable where workers import them."""

from __future__ import annotations

import math
import os
import time
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def square(job: Row) -> Row:
    """A number that a double holds only in part, after `take_s`."""
    time.sleep(job.get("take_s", 0.0))
    return {**job, "root": math.sqrt(job["seed"]), "missing": math.nan}


def square_and_sign(job: Row) -> Row:
    """The same, and leaves in a folder which process did which job."""
    Path(job["folder"], f"{job['seed']}-{os.getpid()}").touch()
    return square(job)


def fail_for_three(job: Row) -> Row:
    """A fault of ours for one seed."""
    if job["seed"] == 3:
        raise RuntimeError("seed 3 is no good")
    return square(job)
