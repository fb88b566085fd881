"""Commands and events as JSON text and back, exactly: floats keep every bit, lists come as tuples."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_args

from iss_viewer.station.actions import Action
from iss_viewer.telemetry.commands import Command, Order
from iss_viewer.telemetry.frames import Event

_KINDS = {kind.__name__: kind for kind in (*get_args(Order), *get_args(Action))}


class UnknownWord(ValueError):
    """A recorded order, action or event that this version does not understand."""


def command_text(command: Command) -> str:
    """A command as JSON, e.g. ``{"actor": "CDR", "order": {"is": "Freeze", "at_s": null}}``."""
    return _text({"actor": command.actor, "order": _plain(command.order)})


def read_command(text: str) -> Command:
    """The command of a JSON text. Raises UnknownWord."""
    data = _read(text)
    if not isinstance(data, Mapping) or not isinstance(data.get("order"), Mapping):
        raise UnknownWord("a command is an object with an order and an actor")
    order = _value(data["order"])
    if not isinstance(order, get_args(Order)):
        raise UnknownWord(f"'{type(order).__name__}' is not an order")
    return Command(order, str(data.get("actor", "")))


def event_text(event: Event) -> str:
    """An event as JSON."""
    return _text(
        {
            "time_s": float(event.time_s),
            "kind": event.kind,
            "subject": event.subject,
            "text": event.text,
            "data": _plain(event.data),
        }
    )


def read_event(text: str) -> Event:
    """The event of a JSON text. Raises UnknownWord."""
    data = _read(text)
    try:
        return Event(
            float(data["time_s"]),
            str(data["kind"]),
            str(data["subject"]),
            str(data["text"]),
            {str(key): _frozen(item) for key, item in data["data"].items()},
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UnknownWord(f"not an event: {error!r}") from None


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnknownWord(f"not JSON: {error}") from None


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"is": type(value).__name__, **named}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if hasattr(value, "tolist"):  # a numpy scalar or array
        return _plain(value.tolist())
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, bool | int | float | str) or value is None:
        return value
    return str(value)


def _value(data: Mapping[str, Any]) -> Any:
    name = data.get("is")
    kind = _KINDS.get(str(name))
    if kind is None:
        raise UnknownWord(f"no order or action is named '{name}'")
    given = {
        key: _value(item) if isinstance(item, Mapping) else _frozen(item)
        for key, item in data.items()
        if key != "is"
    }
    try:
        return kind(**given)
    except TypeError as error:
        raise UnknownWord(f"'{name}': {error}") from None


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return value
