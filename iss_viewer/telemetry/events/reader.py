"""Events and commands as JSON text and back, exactly; what does not fit is refused in plain words.

The one reader of what comes from outside: a recording, a journal, a link. Names, types and bounds
are those of the classes; a float keeps every bit.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, is_dataclass
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from iss_viewer.telemetry.commands import Command
from iss_viewer.telemetry.events import of_before
from iss_viewer.telemetry.events.kinds import Event
from iss_viewer.telemetry.events.malformed import Malformed

T = TypeVar("T")
#: a string, to be passed over, or what Python writes of a number that JSON does not have
_STRING_OR_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|-?Infinity|NaN')
_NUMBERS = {"Infinity": "1e999", "-Infinity": "-1e999", "NaN": "null"}


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def plain_of(kind: Any, value: Any) -> Any:
    """A value of a kind as what JSON can hold."""
    return _adapter(kind).dump_python(value, mode="json")


def event_text(event: Event) -> str:
    """An event as JSON."""
    return _text(plain_of(Event, event))


def read_event(text: str) -> Event:
    """The event of a JSON text, also of one of before. Raises Malformed."""
    if of_before.is_event(text):
        return of_before.read_event(text)
    event: Event = _read(Event, text)
    return event


def command_text(command: Command) -> str:
    """A command as JSON, e.g. ``{"order": {"at_s": null, "kind": "Freeze"}, "actor": "CDR"}``."""
    return _text(plain_of(Command, command))


def read_command(text: str) -> Command:
    """The command of a JSON text, also of one of before. Raises Malformed."""
    if of_before.is_command(text):
        text = of_before.command_as_now(text)
    command: Command = _read(Command, text)
    return command


def checked(command: object) -> Command:
    """A command that came down a link, if its names, types and bounds are right. Raises Malformed."""
    if not isinstance(command, Command) or not is_dataclass(command.order):
        raise Malformed("this is no command")
    try:
        plain = json.dumps(asdict(command))
    except (TypeError, ValueError, RecursionError) as error:
        raise Malformed(f"This order is malformed: {error}") from None
    try:
        made: Command = _read(Command, plain)
    except Malformed as error:
        raise Malformed(f"This order is malformed: {error}") from None
    return made


def _read(kind: Any, text: str) -> Any:
    try:
        return _adapter(kind).validate_json(text, strict=True)
    except ValidationError as error:
        raise Malformed(_words(error)) from None


def _words(error: ValidationError) -> str:
    """The first fault: where, and what is wrong."""
    first = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else first["msg"]


def _text(value: Any) -> str:
    """A value as JSON of any reader: infinity as a number beyond all, no number as null."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if "Infinity" not in text and "NaN" not in text:
        return text
    return _STRING_OR_WORD.sub(lambda found: _NUMBERS.get(found[0], found[0]), text)
