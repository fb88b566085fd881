"""How the detector's loops are compiled: kept on disk, and without the wrappers that only a call from
Python needs, which shortens the first start.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from numba import njit


def _forget_outdated() -> None:
    """Delete what was compiled before any source of this room changed.

    The compiler only compares the file of the function itself, but what it inlined comes from others.
    """
    room = Path(__file__).parent
    newest = max(source.stat().st_mtime for source in room.glob("*.py"))
    for index in (room / "__pycache__").glob("*.nbi"):
        with contextlib.suppress(OSError):
            if index.stat().st_mtime < newest:
                index.unlink()


_forget_outdated()

#: for functions that Python calls
entry = njit(cache=True, error_model="numpy")
#: for those that only other compiled functions call
_WITHOUT_WRAPPERS: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
inner = njit(cache=True, error_model="numpy", **_WITHOUT_WRAPPERS)
