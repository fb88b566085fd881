"""What is packed comes back bit for bit, and nothing else comes of any bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, IntEnum
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.telemetry.packing import FORMAT, MAGIC, SnapshotError, give_back, kept, pack, unpack

OF_BEFORE = Path(__file__).parent / "of_before"


class Colour(Enum):
    """A plain enum."""

    RED = "red"


class Level(IntEnum):
    """One whose members are numbers too."""

    HIGH = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """A frozen value with a default."""

    part: frozenset[str]
    value: float
    also: tuple[int, ...] = field(default=())


CLASSES = (Colour, Level, Reading)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(), st.binary(),
    st.sampled_from([Colour.RED, Level.HIGH]),
    st.builds(Reading, st.frozensets(st.text()), st.floats(allow_nan=False)),
)  # fmt: skip
KEYS = st.one_of(st.text(), st.integers(), st.tuples(st.frozensets(st.text()), st.text()))
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner), st.tuples(inner, inner), st.dictionaries(KEYS, inner),
    ),
    max_leaves=20,
)  # fmt: skip


@given(VALUES)
def test_values_come_back_equal_and_of_their_type(value):
    again = unpack(pack(value), CLASSES)
    assert again == value
    assert type(again) is type(value)


@pytest.mark.parametrize(
    "dtype",
    [
        "f8", "f4", "i8", "u1", "?", [("level_pa", "f8"), ("is_open", "?")],
        [("mean", "f8", (3,)), ("inner", [("a", "i8"), ("b", "f4", (2, 2))])],
        np.dtype([("flag", "u1"), ("value", "f8")], align=True),
    ],
)  # fmt: skip
def test_arrays_come_back_bit_for_bit_with_the_names_of_their_fields(dtype):
    kind = np.dtype(dtype)
    array = np.frombuffer(np.random.default_rng(1).bytes(6 * kind.itemsize), kind).reshape(2, 3)
    again = unpack(pack({"a": array, "b": [array[0]]}))
    assert again["a"].dtype == kind
    assert again["a"].tobytes() == array.tobytes()
    assert again["b"][0].tobytes() == array[0].tobytes()
    assert again["a"].flags.writeable


def test_not_a_number_and_infinities_come_back():
    found = unpack(pack([float("nan"), float("inf"), -float("inf"), -0.0]))
    assert np.array(found).tobytes() == np.array([np.nan, np.inf, -np.inf, -0.0]).tobytes()


@given(st.binary())
def test_random_bytes_are_refused_and_do_no_worse(data):
    with pytest.raises(SnapshotError):
        unpack(data)


@given(st.data())
def test_a_damaged_snapshot_is_refused_or_read_but_never_does_worse(data):
    raw = bytearray(pack({"a": np.arange(5.0), "b": (1, "two")}))
    raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        unpack(bytes(raw))
    except SnapshotError:
        return


def test_a_snapshot_that_is_cut_short_is_refused():
    with pytest.raises(SnapshotError, match="cut short"):
        unpack(pack(np.arange(10.0))[:-1])


def test_a_class_that_the_reader_did_not_name_is_refused():
    with pytest.raises(SnapshotError):
        unpack(pack(Reading(frozenset(), 1.0)))


def test_a_class_whose_fields_changed_since_is_refused_with_its_name():
    @dataclass(frozen=True)
    class Reading:
        """One of another version of the program: its field has another unit."""

        part: frozenset[str]
        value_pa: float
        also: tuple[int, ...] = field(default=())

    data = pack([globals()["Reading"](frozenset("a"), 1.0)])
    with pytest.raises(SnapshotError, match=r"another version of the program.*Reading"):
        unpack(data, (Reading,))


def test_an_enum_with_other_members_is_refused_with_its_name():
    data = pack(Colour.RED)
    with pytest.raises(SnapshotError, match=r"another version of the program.*Colour"):
        unpack(data, (Enum("Colour", {"RED": "red", "BLUE": "blue"}),))


def test_what_is_no_value_is_refused_when_packed():
    for thing in (object(), np.array([object()]), lambda: 0):
        with pytest.raises(TypeError):
            pack(thing)


def test_a_snapshot_of_another_format_is_refused_with_its_format():
    data = bytearray(pack(1))
    data[len(MAGIC)] = FORMAT + 1
    with pytest.raises(SnapshotError, match=f"another version of the program .format {FORMAT + 1}"):
        unpack(bytes(data))


def test_a_snapshot_of_before_is_refused_in_words():
    with pytest.raises(SnapshotError, match="older version"):
        unpack((OF_BEFORE / "snapshot.bin").read_bytes())


class Thing:
    """An object with a state and something that is made anew."""

    def __init__(self) -> None:
        self.station, self._count, self._seen = object(), 0, [1]


def test_an_object_holds_again_what_was_kept_of_it():
    thing, other = Thing(), Thing()
    thing._count, thing._seen = 7, [1, 2]
    station = other.station
    give_back(other, unpack(pack(kept(thing, without=("station",)))))
    assert (other._count, other._seen, other.station) == (7, [1, 2], station)


def test_a_state_with_attributes_that_an_object_lacks_is_refused_with_their_names():
    with pytest.raises(SnapshotError, match="_colour"):
        give_back(Thing(), {"_colour": 1})
