"""The Protobuf messages of a recording, described inside it so that any reader can decode them.

Built at run time from the channel table; there is no ``.proto`` file and no compiler.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from google.protobuf import timestamp_pb2
from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    FieldDescriptorProto,
    FileDescriptorProto,
    FileDescriptorSet,
)
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass

from iss_viewer.telemetry.channels import ChannelTable

PACKAGE = "iss_viewer"
Field = FieldDescriptorProto


def by_subject(table: ChannelTable) -> list[tuple[str, list[int]]]:
    """The columns of each subject, subjects in order of their first column."""
    groups: dict[str, list[int]] = {}
    for column, channel in enumerate(table):
        groups.setdefault(channel.subject, []).append(column)
    return list(groups.items())


def row_schema(name: str, table: ChannelTable, has_quality: bool) -> bytes:
    """A FileDescriptorSet of the message ``iss_viewer.<name>``: a row of a table."""
    message = DescriptorProto(name=name)
    _add(message, "time_s", 1, Field.TYPE_DOUBLE)
    if has_quality:
        _add(message, "quality", 2, Field.TYPE_BYTES)
    groups = by_subject(table)
    words = _identifiers([subject for subject, _ in groups])
    for number, (word, (_, columns)) in enumerate(zip(words, groups, strict=True), start=3):
        nested = message.nested_type.add(name=f"Values_{word}")
        quantities = _identifiers([table.channels[column].quantity for column in columns])
        for place, quantity in enumerate(quantities, start=1):
            _add(nested, quantity, place, Field.TYPE_DOUBLE)
        _add(message, word, number, Field.TYPE_MESSAGE, f".{PACKAGE}.{name}.{nested.name}")
    return _file(PACKAGE, message).SerializeToString()


def _identifiers(names: list[str]) -> list[str]:
    """Names as Protobuf takes them: letters, digits, underscores; all different in any case."""
    found: list[str] = []
    taken = {"time_s", "quality"}
    for name in names:
        word = re.sub(r"\W", "_", name, flags=re.ASCII)
        word = word if word[:1].isalpha() else f"x{word}"
        while word.lower() in taken:
            word += "_"
        taken.add(word.lower())
        found.append(word)
    return found


@cache
def event_schema() -> bytes:
    """Events, as ``foxglove.Log`` so that log panels show them, with our own fields after its."""
    message = DescriptorProto(name="Log")
    _add(message, "timestamp", 1, Field.TYPE_MESSAGE, ".google.protobuf.Timestamp")
    level = message.enum_type.add(name="Level")
    for number, word in enumerate(("UNKNOWN", "DEBUG", "INFO", "WARNING", "ERROR", "FATAL")):
        level.value.add(name=word, number=number)
    _add(message, "level", 2, Field.TYPE_ENUM, ".foxglove.Log.Level")
    _add(message, "message", 3, Field.TYPE_STRING)
    _add(message, "name", 4, Field.TYPE_STRING)
    _add(message, "file", 5, Field.TYPE_STRING)
    _add(message, "line", 6, Field.TYPE_FIXED32)
    _add(message, "event_json", 101, Field.TYPE_STRING)
    stamp = FileDescriptorProto()
    timestamp_pb2.DESCRIPTOR.CopyToProto(stamp)
    described = _file("foxglove", message)
    described.file[0].dependency.append(stamp.name)
    described.file.insert(0, stamp)
    return described.SerializeToString()


@cache
def command_schema() -> bytes:
    """Commands: who asked for what."""
    message = DescriptorProto(name="Command")
    _add(message, "time_s", 1, Field.TYPE_DOUBLE)
    _add(message, "actor", 2, Field.TYPE_STRING)
    _add(message, "order", 3, Field.TYPE_STRING)
    _add(message, "command_json", 4, Field.TYPE_STRING)
    return _file(PACKAGE, message).SerializeToString()


@cache
def snapshot_schema() -> bytes:
    """Snapshots: a state from which the run can be gone on with."""
    message = DescriptorProto(name="Snapshot")
    _add(message, "time_s", 1, Field.TYPE_DOUBLE)
    _add(message, "state", 2, Field.TYPE_BYTES)
    return _file(PACKAGE, message).SerializeToString()


@cache
def message_class(schema: bytes, name: str) -> type[Any]:
    """The Python class of a message of a FileDescriptorSet."""
    pool = DescriptorPool()
    for file in FileDescriptorSet.FromString(schema).file:
        pool.Add(file)
    kind: type[Any] = GetMessageClass(pool.FindMessageTypeByName(name))
    return kind


def _add(message: DescriptorProto, name: str, number: int, kind: Any, type_name: str = "") -> None:
    field = message.field.add(name=name, number=number, type=kind, label=Field.LABEL_OPTIONAL)
    if type_name:
        field.type_name = type_name


def _file(package: str, message: DescriptorProto) -> FileDescriptorSet:
    file = FileDescriptorProto(
        name=f"{package}/{message.name}.proto", package=package, syntax="proto3"
    )
    file.message_type.append(message)
    return FileDescriptorSet(file=[file])
