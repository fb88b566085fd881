"""Sentences hold from the instant on at which they come true, remember what they must, and turn by time alone."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer.exercise.signals import NEVER_S, Signal
from iss_viewer.scenario.exercise import read_sentence
from iss_viewer.scenario.exercise.sentence import Acted, Numeric, Status


class Scripted:
    """Facts that are set by hand: which atoms are so, by the name of what they are about."""

    def __init__(self, **so: float) -> None:
        self.so = so

    def number(self, atom: Numeric) -> float:
        return self.so.get(atom.of or atom.measure.value, float("nan"))

    def is_so(self, atom: Status) -> bool:
        return bool(self.so.get(atom.name, False))

    def times(self, atom: Acted) -> int:
        return int(self.so.get(atom.target, 0))


def course(sentence: str, *values: float) -> list[bool]:
    """Whether a sentence about hatch H01 held at seconds 0, 1, 2 ..."""
    signal = Signal(read_sentence(sentence))
    return [signal.holds(Scripted(H01=value), float(t)) for t, value in enumerate(values)]


def test_a_level_holds_at_once_and_an_edge_only_at_its_instant():
    assert course("hatch H01 is open", 1, 1, 0) == [True, True, False]
    assert course("becomes hatch H01 is open", 1, 1, 0, 1, 1) == [False, False, False, True, False]


def test_an_edge_stays_one_however_often_its_instant_is_judged():
    signal = Signal(read_sentence("becomes hatch H01 is open"))
    signal.holds(Scripted(H01=0), 0.0)
    assert [signal.holds(Scripted(H01=1), t) for t in (1.0, 1.0, 1.0, 2.0)] == [True] * 3 + [False]


def test_what_has_to_last_counts_from_the_instant_at_which_it_came_true_without_a_break():
    lasting = course("hatch H01 is open for 2 s", 1, 1, 0, 1, 1, 1, 0)
    assert lasting == [False, False, False, False, False, True, False]
    assert course("not hatch H01 is open for 2 s", 0, 0, 0, 1) == [False, False, True, False]


def test_what_has_come_once_holds_for_good_and_after_counts_from_the_first_time():
    assert course("once hatch H01 is open", 0, 1, 0) == [False, True, True]
    assert course("2 s after hatch H01 is open", 1, 0, 0, 0) == [False, False, True, True]


def test_a_number_that_is_not_known_is_on_neither_side():
    unknown = Scripted()
    for side in "<>":
        sentence = read_sentence(f"pressure of COL {side} 700 mmHg")
        assert not Signal(sentence).holds(unknown, 0.0)


def test_every_part_remembers_whatever_the_others_say():
    signal = Signal(read_sentence("hatch H01 is open and hatch H02 is open for 2 s"))
    judged = [signal.holds(Scripted(H01=h, H02=1), t) for t, h in ((0.0, 0), (1.0, 0), (2.0, 1))]
    assert judged == [False, False, True]


def test_a_sentence_says_when_time_alone_may_turn_it():
    signal = Signal(read_sentence("hatch H01 is open for 5 s or 3 s after hatch H01 is open"))
    signal.holds(Scripted(H01=1), 10.0)
    assert signal.next_s == 13.0
    signal.holds(Scripted(H01=1), 15.0)
    assert signal.next_s == NEVER_S


ATOMS = st.sampled_from(["hatch H01 is open", "hatch H02 is open", "done patch COL 2 times"])
SENTENCES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        inner.map(lambda one: f"not ({one})"),
        inner.map(lambda one: f"once ({one})"),
        inner.map(lambda one: f"becomes ({one})"),
        inner.map(lambda one: f"3 s after ({one})"),
        inner.map(lambda one: f"({one}) for 2 s"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}) and ({two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}) or ({two[1]})"),
    ),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None)
@given(SENTENCES, st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 3)), max_size=12))
def test_a_sentence_goes_on_from_its_memory_as_if_it_had_never_stopped(text, states):
    sentence = read_sentence(text)
    whole, cut = Signal(sentence), Signal(sentence)
    for time, (first, second, count) in enumerate(states):
        facts = Scripted(H01=first, H02=second, COL=count)
        cut = Signal(sentence, cut.memory)
        expected = whole.holds(facts, float(time))
        assert cut.holds(facts, float(time)) == expected
        assert cut.holds(facts, float(time)) == expected
