"""What a recording says of itself before its first sample: everything needed to run it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from iss_viewer.station import Station
from iss_viewer.telemetry.channels import ChannelTable

#: a reader of version (2, x) reads all files of version (2, y), and those of version 1
FORMAT = (2, 0)
#: no run and nothing in one is further than this from its second 0: three centuries
MOST_TIME_S = 1e10
_MOST_TITLE, _MOST_COLUMNS, _LONGEST_NAME = 200, 20_000, 200
#: with these a spreadsheet begins a formula
_FORMULA = ("=", "+", "-", "@")


class RecordingRefused(ValueError):
    """A file that is no recording, or one of a newer format, with the reason in plain words."""


@dataclass(frozen=True)
class RunHeader:
    """What run this is.

    sampled, assessed: the columns, in the order of the arrays. limits: the alarm limits in force at
    the start, as TOML text. extra: further plain values, kept as they are. format: in which it was
    written; a recording made now is of FORMAT.
    """

    title: str
    mode: str
    station: Station
    sampled: ChannelTable
    assessed: ChannelTable
    start_utc_s: float
    end_s: float
    sample_period_s: float = 1.0
    story: str = ""
    scenario_id: str = ""
    scenario_text: str = ""
    station_text: str = ""
    limits_text: str = ""
    seed: int = 0
    version: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    format: tuple[int, int] = FORMAT

    @property
    def detector(self) -> str:
        """The name of the detector of somebody else that judged it; empty: the program's own did."""
        return str(self.extra.get("detector", ""))

    @property
    def can_go_on(self) -> bool:
        """Whether states that were recorded are understood; those of another major version are not."""
        return self.format[0] == FORMAT[0]

    @property
    def files(self) -> dict[str, str]:
        """The texts that go into the recording as files of their own, by name."""
        return {name: getattr(self, field) for name, field in _FILES.items()}

    def to_json(self) -> bytes:
        """All of it but the files, as one JSON text."""
        plain = {name: getattr(self, name) for name in _PLAIN}
        plain["format"] = list(FORMAT)
        plain["station"] = json.loads(self.station.model_dump_json())
        plain["sampled"] = list(self.sampled.names)
        plain["assessed"] = list(self.assessed.names)
        return json.dumps(plain, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, text: bytes, files: Mapping[str, str]) -> RunHeader:
        """The header of a JSON text and the files beside it. Raises RecordingRefused."""
        try:
            data = json.loads(text)
            major, minor = (int(number) for number in data["format"])
        except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
            raise RecordingRefused("its header is not one of an ISS Viewer recording") from None
        if major > FORMAT[0]:
            raise RecordingRefused(
                f"it was written by a newer ISS Viewer (format {major}.{minor}; "
                f"this one reads up to format {FORMAT[0]}.x): update ISS Viewer to open it"
            )
        texts: dict[str, Any] = {field: files.get(name, "") for name, field in _FILES.items()}
        try:
            plain = _Plain.model_validate_json(
                json.dumps({name: data[name] for name in _PLAIN if name in data})
            )
            return cls(
                station=_station_of(json.dumps(data["station"])),
                sampled=_table_of(data["sampled"]),
                assessed=_table_of(data["assessed"]),
                **plain.model_dump(exclude_unset=True),
                **texts,
                format=(major, minor),
            )
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            raise RecordingRefused(
                f"its header cannot be understood: {place}: {first['msg']}"
            ) from None
        except (KeyError, TypeError, ValueError, RecursionError, OverflowError) as error:
            raise RecordingRefused(f"its header cannot be understood: {error}") from None


@lru_cache(maxsize=8)
def _station_of(text: str) -> Station:
    """The station of a header; most recordings of a folder have the same. Raises ValidationError."""
    return Station.model_validate_json(text)


def _table_of(names: Any) -> ChannelTable:
    """A table of channels, if that is what the names are. Raises ValueError, TypeError."""
    if not isinstance(names, list) or len(names) > _MOST_COLUMNS:
        raise ValueError(f"its columns are no list of {_MOST_COLUMNS:,} at most")
    if not all(isinstance(name, str) for name in names):
        raise ValueError("a column has a name that is none")
    return _channels_of(tuple(names))


@lru_cache(maxsize=16)
def _channels_of(names: tuple[str, ...]) -> ChannelTable:
    """The table of these names. Raises ValueError."""
    for name in names:
        if not (name.isprintable() and len(name) <= _LONGEST_NAME):
            raise ValueError("a column has a name that is none")
        if name.startswith(_FORMULA):
            raise ValueError("a column has a name that begins like a formula")
    if len(set(names)) != len(names):
        raise ValueError("two columns have one name")
    return ChannelTable.of(names)


class _Plain(BaseModel):
    """The plain values of a header, and what they may be."""

    model_config = ConfigDict(strict=True)

    title: str = Field(max_length=_MOST_TITLE)
    mode: Literal["SIMULATION", "REPLAY", "READINGS", "LIVE"]
    start_utc_s: float = Field(ge=-6.2e10, le=9.2e9)
    end_s: float = Field(ge=-MOST_TIME_S)
    sample_period_s: float = Field(default=1.0, ge=0.0, le=MOST_TIME_S)
    story: str = ""
    scenario_id: str = ""
    seed: int = 0
    version: str = ""
    extra: dict[str, Any] = {}


_FILES = {
    "scenario.toml": "scenario_text",
    "station.toml": "station_text",
    "limits.toml": "limits_text",
}
_PLAIN = (
    "title", "mode", "start_utc_s", "end_s", "sample_period_s", "story", "scenario_id",
    "seed", "version", "extra",
)  # fmt: skip
