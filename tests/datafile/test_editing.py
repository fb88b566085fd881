"""One value of a TOML text is set, and all the rest of the text stays as it was written."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.datafile import FileMistakes, SetValue, with_values

TEXT = """id = "x"  # its name
count = 1 # kept
pair = { one = 1, list = [1, 2] }
empty = {}
[start]
pressure = "1 Pa"  # ünïcode
[[leaks]]
id = "A"
size = "1 mm"
[[leaks.changes]]
at = "1 h"
[[leaks]]
id = "B" # ü
[[leaks.changes]]
at = "2 h"
"""


def edited(text: str, change: SetValue) -> str:
    return with_values(text, Path("file.toml"), [change])


def leak(document, name: str):
    return next(item for item in document["leaks"] if item["id"] == name)


@pytest.mark.parametrize(
    ("path", "value", "found"),
    [
        ("count", "2", lambda d: d["count"] == 2),
        ("pair.one", "3mm", lambda d: d["pair"] == {"one": "3mm", "list": [1, 2]}),
        ("pair.list.1", "5", lambda d: d["pair"]["list"] == [1, 5]),
        ("pair.new", "true", lambda d: d["pair"]["new"] is True),
        ("empty.new", "1", lambda d: d["empty"] == {"new": 1}),
        ("start.pressure", "2 kPa", lambda d: d["start"] == {"pressure": "2 kPa"}),
        ("start.new", "3 K", lambda d: d["start"]["new"] == "3 K"),
        ("leaks.B.size", "2mm", lambda d: leak(d, "B")["size"] == "2mm"),
        ("leaks.0.size", "2mm", lambda d: leak(d, "A")["size"] == "2mm"),
        ("leaks.B.changes.0.at", "4 h", lambda d: leak(d, "B")["changes"] == [{"at": "4 h"}]),
        ("crew.count", "0", lambda d: d["crew"] == {"count": 0}),
        ("new", '"a\\"b"', lambda d: d["new"] == 'a"b'),
        ("new", 'a "b" \\c', lambda d: d["new"] == 'a "b" \\c'),
    ],
)
def test_a_value_is_set_by_its_path(path, value, found):
    text = edited(TEXT, SetValue(path, value))
    assert found(tomllib.loads(text))
    kept = [line for line in TEXT.splitlines() if line in text.splitlines()]
    assert len(kept) >= len(TEXT.splitlines()) - 1


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_is_taken_as_it_is_or_as_toml(value):
    try:
        expected = tomllib.loads(f"x = [{value}]")["x"]
        expected = expected[0] if len(expected) == 1 else value
    except tomllib.TOMLDecodeError:
        expected = value
    told = tomllib.loads(edited(TEXT, SetValue("leaks.B.size", value)))
    assert leak(told, "B")["size"] == expected
    assert told["leaks"][0] == tomllib.loads(TEXT)["leaks"][0]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("leaks.C.size", "no entry is named 'C'; known: A, B"),
        ("count.x", "leads to no field"),
        ("count.x.y", "'x' is no part of a single value"),
        ("leaks.", "no entry is named ''"),
        ("", "leads to no field"),
    ],
)
def test_a_path_that_leads_nowhere_is_told(path, said):
    with pytest.raises(FileMistakes) as refused:
        edited(TEXT, SetValue(path, "1"))
    assert said in str(refused.value)
    assert str(refused.value).startswith("file.toml: ")
