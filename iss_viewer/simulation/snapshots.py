"""Turn the frozen state of a simulation into bytes and back, bit for bit, without running any code
that the bytes might carry: JSON with exact floats, arrays as their raw bytes.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from typing import Any

import numpy as np


class SnapshotError(ValueError):
    """Bytes that are no snapshot, or one of another version of the program."""


def pack(state: Any) -> bytes:
    """`state` (dataclasses, tuples, lists, sets, dicts, arrays, plain values) as bytes."""
    return json.dumps(_plain(state), separators=(",", ":")).encode()


def unpack(data: bytes, classes: tuple[type[Any], ...]) -> Any:
    """The state that `pack` made bytes of; only dataclasses named in `classes` are made.

    Raises SnapshotError.
    """
    known = {item.__name__: item for item in classes}
    try:
        return _built(json.loads(data), known)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SnapshotError(f"not a snapshot of this program: {error}") from None


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        raw = base64.b64encode(np.ascontiguousarray(value).tobytes()).decode()
        return {"#": "array", "of": value.dtype.str, "shape": list(value.shape), "raw": raw}
    if isinstance(value, tuple | list | frozenset | set):
        kind = type(value).__name__
        items = sorted(value) if isinstance(value, frozenset | set) else value
        return {"#": kind, "items": [_plain(item) for item in items]}
    if isinstance(value, dict):
        pairs = [[_plain(key), _plain(item)] for key, item in value.items()]
        return {"#": "dict", "items": pairs}
    if dataclasses.is_dataclass(value):
        fields = {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"#": type(value).__name__, "fields": fields}
    raise TypeError(f"a {type(value).__name__} cannot be kept in a snapshot")


_SEQUENCES = {"tuple": tuple, "list": list, "frozenset": frozenset, "set": set}


def _built(value: Any, known: dict[str, type[Any]]) -> Any:
    if not isinstance(value, dict):
        return value
    kind = value["#"]
    if kind in _SEQUENCES:
        return _SEQUENCES[kind](_built(item, known) for item in value["items"])
    if kind == "array":
        raw = base64.b64decode(value["raw"])
        return np.frombuffer(raw, dtype=value["of"]).reshape(value["shape"]).copy()
    if kind == "dict":
        return {_built(key, known): _built(item, known) for key, item in value["items"]}
    fields = {name: _built(item, known) for name, item in value["fields"].items()}
    return known[kind](**fields)
