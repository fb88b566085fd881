"""A recording's header: what it keeps, and how one that cannot be understood is refused."""

from __future__ import annotations

import json

import pytest
from recorded import header

from iss_viewer.telemetry.recording import FORMAT, RecordingRefused, RunHeader


def changed(**values: object) -> bytes:
    """The JSON of a small run's header with some entries changed."""
    return json.dumps({**json.loads(header().to_json()), **values}).encode()


def test_a_header_comes_back_as_it_was():
    there = header(title="A run", seed=7, extra={"k": [1, 2]})
    assert RunHeader.from_json(there.to_json(), there.files) == there


@pytest.mark.parametrize("text", [b"", b"{}", b"[1]", b'{"format": 1}', b'{"format": [1]}'])
def test_what_is_no_header_is_refused_as_none_of_ours(text):
    with pytest.raises(RecordingRefused, match="not one of an ISS Viewer recording"):
        RunHeader.from_json(text, {})


def test_a_header_of_a_newer_form_asks_for_an_update():
    with pytest.raises(RecordingRefused, match="newer"):
        RunHeader.from_json(changed(format=[FORMAT[0] + 1, 0]), {})


def test_a_header_of_a_newer_minor_form_is_read():
    assert RunHeader.from_json(changed(format=[FORMAT[0], FORMAT[1] + 1]), {}).station


@pytest.mark.parametrize(
    "broken", [{"station": None}, {"station": {"id": 1}}, {"sampled": 3}, {"assessed": ["nodot"]}]
)
def test_a_header_of_wrong_content_is_refused_in_words(broken):
    with pytest.raises(RecordingRefused, match="cannot be understood"):
        RunHeader.from_json(changed(**broken), {})


def test_a_header_without_a_station_is_refused_in_words():
    data = json.loads(header().to_json())
    del data["station"]
    with pytest.raises(RecordingRefused, match="cannot be understood"):
        RunHeader.from_json(json.dumps(data).encode(), {})
