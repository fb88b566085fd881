"""The detector's state as bytes and back: arrays bit for bit, plain values as JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

#: 1 had columns of floats without names
FORMAT = 2
_HEAD = "state"
_REST = "rest"


def pack(arrays: Mapping[str, NDArray[Any]], state: Mapping[str, Any], rest: bytes) -> bytes:
    """Arrays, plain values and bytes as one."""
    buffer = io.BytesIO()
    text = np.frombuffer(json.dumps({**state, "format": FORMAT}).encode(), dtype=np.uint8)
    kept: dict[str, Any] = {_HEAD: text, _REST: np.frombuffer(rest, dtype=np.uint8), **arrays}
    np.savez(buffer, **kept)
    return buffer.getvalue()


def unpack(snapshot: bytes) -> tuple[dict[str, NDArray[Any]], dict[str, Any], bytes]:
    """What was packed. Raises ValueError for other bytes and for snapshots of other versions."""
    try:
        with np.load(io.BytesIO(snapshot), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        state = json.loads(arrays.pop(_HEAD).tobytes())
        rest = arrays.pop(_REST).tobytes()
    except (ValueError, KeyError, BadZipFile) as error:
        raise ValueError(f"no snapshot of a detector: {error}") from None
    if state.get("format") != FORMAT:
        raise ValueError("the snapshot of a detector of another version of this program")
    return arrays, state, rest
