"""What a recording says of itself before its first sample: everything needed to run it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from iss_viewer.station import Station
from iss_viewer.telemetry.channels import ChannelTable

#: a reader of version (2, x) reads all files of version (2, y), and those of version 1
FORMAT = (2, 0)


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
        except (ValueError, KeyError, TypeError):
            raise RecordingRefused("its header is not one of an ISS Viewer recording") from None
        if major > FORMAT[0]:
            raise RecordingRefused(
                f"it was written by a newer ISS Viewer (format {major}.{minor}; "
                f"this one reads up to format {FORMAT[0]}.x): update ISS Viewer to open it"
            )
        texts: dict[str, Any] = {field: files.get(name, "") for name, field in _FILES.items()}
        try:
            return cls(
                station=Station.model_validate_json(json.dumps(data["station"])),
                sampled=ChannelTable.of(data["sampled"]),
                assessed=ChannelTable.of(data["assessed"]),
                **{name: data[name] for name in _PLAIN if name in data},
                **texts,
                format=(major, minor),
            )
        except (KeyError, TypeError, ValueError, ValidationError) as error:
            raise RecordingRefused(f"its header cannot be understood: {error}") from None


_FILES = {
    "scenario.toml": "scenario_text",
    "station.toml": "station_text",
    "limits.toml": "limits_text",
}
_PLAIN = (
    "title", "mode", "start_utc_s", "end_s", "sample_period_s", "story", "scenario_id",
    "seed", "version", "extra",
)  # fmt: skip
