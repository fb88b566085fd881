"""A file with many mistakes shows all of them; nonsense never crashes the reader."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field

from iss_viewer.datafile import (
    Complaint,
    FileMistakes,
    Strict,
    nearest,
    parse,
    read,
    read_text,
    unknown,
)
from iss_viewer.datafile.lines import line_of
from iss_viewer.datafile.quantities import Duration, Length


class Pipe(Strict):
    id: str
    to: str
    bore_m: Length = Field(gt=0, lt=0.5, alias="bore")
    kind: str = "steel"


class Plant(Strict):
    name: str
    built: int
    life_s: Duration = Field(alias="life")
    material: str = "steel"
    pipes: tuple[Pipe, ...] = ()
    notes: dict[str, str] = {}


GOOD = """
name = "mill"
built = 1900
life = "3 d 4 h"

[[pipes]]
id = "A"
to = "B"
bore = "2 mm"

[[pipes]]
id = "B"
to = "A"
bore = "1 in"
"""


def ends(plant: Plant) -> list[Complaint]:
    ids = {pipe.id for pipe in plant.pipes}
    return [
        Complaint(("pipes", index, "to"), unknown("pipe", pipe.to, ids))
        for index, pipe in enumerate(plant.pipes)
        if pipe.to not in ids
    ]


def mistakes_of(text: str) -> tuple[str, ...]:
    with pytest.raises(FileMistakes) as caught:
        read_text(text, Path("mill.toml"), Plant, ends)
    return tuple(str(mistake) for mistake in caught.value.mistakes)


def test_a_good_file_is_read_in_si():
    plant = read_text(GOOD, Path("mill.toml"), Plant, ends)
    assert plant.life_s == 3 * 86400 + 4 * 3600
    assert [pipe.bore_m for pipe in plant.pipes] == [0.002, 0.0254]


def test_all_mistakes_come_at_once_each_with_line_field_and_what_is_allowed():
    text = (
        GOOD.replace('"2 mm"', '"900 m"').replace('to = "A"', 'to = "AA"').replace("built", "bilt")
    )
    assert mistakes_of(text) == (
        "mill.toml: built: is missing",
        "mill.toml:3: bilt: unknown key; did you mean 'built'?",
        "mill.toml:9: pipes[0].bore: must be less than 0.5 m (is '900 m')",
        "mill.toml:13: pipes[1].to: no pipe is named 'AA'; did you mean 'A'?",
    )


def test_a_faulty_value_does_not_cause_complaints_about_what_stands_in_for_it():
    assert mistakes_of(GOOD.replace('to = "B"', "to = 5")) == (
        "mill.toml:8: pipes[0].to: must be a valid string (is 5)",
    )


def test_a_wrong_unit_names_the_right_ones():
    (mistake,) = mistakes_of(GOOD.replace('"2 mm"', '"2 Pa"'))
    assert "pipes[0].bore" in mistake
    assert "m, cm, mm" in mistake


def test_a_number_without_unit_says_how_to_write_it():
    (mistake,) = mistakes_of(GOOD.replace('"2 mm"', "2"))
    assert mistake.startswith("mill.toml:9: pipes[0].bore: write a length with its unit")


def test_infinite_values_are_refused():
    assert mistakes_of(GOOD.replace("1900", "inf"))


def test_a_missing_file_and_a_folder_and_other_bytes_are_plain_mistakes(tmp_path: Path):
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    for path, said in (
        (tmp_path / "none.toml", "there is no such file"),
        (tmp_path, "directory"),
        (tmp_path / "bytes.toml", "not a UTF-8 text"),
    ):
        with pytest.raises(FileMistakes) as caught:
            read(path, Plant)
        assert said in str(caught.value)


def test_broken_toml_names_its_line():
    assert mistakes_of(GOOD.replace('"mill"', "mill"))[0].startswith("mill.toml:2: not valid TOML")


@pytest.mark.parametrize("text", ["a = " + "9" * 5000, "a = 2001-99-99"])
def test_texts_that_trip_the_parser_are_mistakes(text: str):
    assert "not valid TOML" in mistakes_of(text)[0]


def test_a_mark_of_byte_order_and_foreign_line_ends_do_no_harm(tmp_path: Path):
    path = tmp_path / "mill.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read(path, Plant, ends).name == "mill"


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_random_bytes_never_crash_the_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes):
    path = tmp_path_factory.getbasetemp() / "random.toml"
    path.write_bytes(data)
    with pytest.raises(FileMistakes):
        read(path, Plant, ends)


@settings(max_examples=150)
@given(st.integers(0, len(GOOD)), st.text(max_size=6), st.integers(0, 30))
def test_a_damaged_file_is_read_or_refused_with_its_mistakes(at: int, insert: str, cut: int):
    try:
        read_text(GOOD[:at] + insert + GOOD[at + cut :], Path("mill.toml"), Plant, ends)
    except FileMistakes as error:
        assert error.mistakes
        assert all(mistake.message for mistake in error.mistakes)


def test_the_line_of_a_field_is_found_through_tables_lists_and_dotted_keys():
    text = 'a = 1\n[b]\nc.d = 2\n[[e]]\nf = 1\n[[e]]\n"g h" = 3\n[[e.i]]\nj = [\n  1,\n  2,\n]\n'
    for location, line in (
        (("a",), 1), (("b",), 2), (("b", "c", "d"), 3), (("e", 0, "f"), 5), (("e", 1, "g h"), 7),
        (("e", 1, "i", 0, "j", 1), 11), (("e", 1, "missing"), 6), (("nowhere",), 0),
    ):  # fmt: skip
        assert line_of(text, location) == line, location


def test_the_nearest_name_is_found_whatever_its_case():
    assert nearest("sm_prkk", ["SM_PRK", "LAB"]) == "; did you mean 'SM_PRK'?"
    assert nearest("zzz", ["A", "B"]) == "; known: A, B"
    assert nearest("zzz", [f"n{i}" for i in range(50)]) == ""


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 100_000,
        "a = " + "{a = " * 100_000,
        ".".join(["a"] * 100_000) + " = 1",
        " . ".join(['"a b"'] * 100_000) + " = 1",
        "[" + ".".join(["a"] * 100_000) + "]",
        '"""\\"' * 100_000,
        '"\\' * 400_000,
        "x" * 3_000_000,
    ],
    ids=["lists", "tables", "key", "quoted key", "heading", "strings", "escapes", "size"],
)
def test_a_text_that_no_person_wrote_is_refused_before_it_costs_anything(text):
    began_s = time.process_time()
    with pytest.raises(FileMistakes) as refusal:
        read_text(text, Path("a.toml"), Plant)
    assert len(refusal.value.mistakes) == 1
    assert time.process_time() - began_s < 5.0


@settings(max_examples=200)
@given(
    keys=st.lists(st.lists(st.sampled_from(["a", "b-2", "'c.d'", '"[e"']), min_size=1, max_size=4)),
    value=st.recursive(
        st.sampled_from(["1.5", '"[[[["', "'{{{'", '"""\n[[\n"""', "2020-01-01T00:00:00.5Z"]),
        lambda inner: st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        max_leaves=5,
    ),
)
def test_bounds_of_a_text_never_refuse_what_a_parser_takes(keys, value):
    text = "\n".join(f"k{at}.{'.'.join(key)} = {value} # [[[{{" for at, key in enumerate(keys))
    assert parse(text, Path("a.toml")) == tomllib.loads(text)


def test_four_hundred_mistakes_are_told_in_two_seconds_of_a_processor():
    pipe = '[[pipes]]\nid = "A"\nto = "B"\nboer = "2 mm"\nbore = "3 parsecs"\n'
    text = GOOD + pipe * 200
    began_s = time.process_time()
    with pytest.raises(FileMistakes) as refusal:
        read_text(text, Path("a.toml"), Plant)
    assert time.process_time() - began_s < 2.0
    assert len(refusal.value.mistakes) == 400
    assert all(mistake.line for mistake in refusal.value.mistakes)
