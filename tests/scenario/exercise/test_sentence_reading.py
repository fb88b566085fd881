"""Sentences: what is written reads back as the same, and what is wrong is named with its column and the nearest word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer import units
from iss_viewer.scenario.exercise import read_sentence, sentence_text
from iss_viewer.scenario.exercise.sentence import (
    Acted,
    AllOf,
    AnyOf,
    Becomes,
    Beyond,
    Delayed,
    Lasting,
    Negated,
    Numeric,
    Once,
    Sentence,
    Status,
)
from iss_viewer.scenario.exercise.sentence_tokens import SentenceMistake
from iss_viewer.scenario.exercise.verbs import REPAIRS, VERBS
from iss_viewer.scenario.exercise.vocabulary import (
    FIRST_WORDS,
    JOINTS,
    MEASURES,
    NAMELESS,
    SHOWABLE,
    STATES,
    ActionStage,
    Measure,
    StatusOf,
    Whose,
)

IDS = st.sampled_from(["COL", "H01", "t_res", "blind-repair", "SM_PRK"])
DURATIONS = st.one_of(
    st.sampled_from([1.0, 60.0, 90.0, 3600.0, 86400.0]), st.floats(min_value=1e-3, max_value=1e7)
)


@st.composite
def numerics(draw: st.DrawFn) -> Numeric:
    measure = draw(st.sampled_from(Measure))
    row = MEASURES[measure]
    of = "" if row.whose is Whose.NOTHING else draw(IDS)
    quantity = row.quantity or "mass"
    unit = draw(st.sampled_from(units.units_of(quantity)))
    number = draw(st.one_of(st.integers(0, 5000), st.floats(min_value=0, max_value=1e9)))
    limit = units.parse(f"{number!r} {unit}", quantity) if row.quantity else float(number)
    is_shown = measure in SHOWABLE and draw(st.booleans())
    return Numeric(measure, of, draw(st.sampled_from(Beyond)), limit, is_shown)


@st.composite
def statuses(draw: st.DrawFn) -> Status:
    subject = draw(st.sampled_from(StatusOf))
    name = "" if subject in NAMELESS else draw(IDS)
    of = draw(st.one_of(st.just(""), IDS)) if subject is StatusOf.ALARM else ""
    return Status(subject, name, draw(st.sampled_from(STATES[subject])), of)


@st.composite
def actions(draw: st.DrawFn) -> Acted:
    verb = draw(st.sampled_from(sorted(VERBS)))
    target = draw(st.one_of(IDS, st.just("any")))
    if verb in REPAIRS:
        target = draw(st.sampled_from([target, "blind"]))
    if VERBS[verb].is_optional:
        target = draw(st.sampled_from(["", target]))
    return Acted(draw(st.sampled_from(ActionStage)), verb, target, draw(st.integers(1, 9)))


def larger(inner: st.SearchStrategy[Sentence]) -> st.SearchStrategy[Sentence]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        several.map(AllOf),
        several.map(AnyOf),
        inner.map(Negated),
        inner.map(Once),
        inner.map(Becomes),
        st.builds(Delayed, DURATIONS, inner),
        st.builds(Lasting, inner, DURATIONS),
    )


SENTENCES = st.recursive(st.one_of(numerics(), statuses(), actions()), larger, max_leaves=6)


@settings(max_examples=60, deadline=None)
@given(SENTENCES)
def test_a_sentence_that_is_written_and_read_back_is_the_same(sentence: Sentence) -> None:
    text = sentence_text(sentence)
    if len(text) <= 1000:
        assert read_sentence(text) == sentence
        assert sentence_text(read_sentence(text)) == text


WORDS = st.sampled_from(
    [*FIRST_WORDS, *JOINTS, "(", ")", "<", "is", "of", "COL", "5 min", "open", "9e999"]
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=12).map(" ".join)))
def test_any_text_is_a_sentence_or_one_mistake_with_a_column_in_it(text: str) -> None:
    try:
        assert read_sentence(sentence_text(read_sentence(text))) == read_sentence(text)
    except SentenceMistake as mistake:
        assert 1 <= mistake.column <= len(text) + 1 and mistake.message


MISTAKES = {
    "presure of COL < 700 mmHg": "column 1: 'presure' is not a condition; did you mean 'pressure'?",
    "hatch H1 is opne": "column 13: 'opne' is not a state of hatch; did you mean 'open'?",
    "done clos_hatch H1": "column 6: 'clos_hatch' is not an action; did you mean 'close_hatch'?",
    "everyone is home for 10 mins": "column 25: 'mins' is not a unit of duration; did you mean 'min'?",
    "fans are on and signal is good or signal is lost": "column 32: 'and' and 'or' together need brackets",
    "once fans are on for 5 min": "column 18: 'for' behind once, becomes or after needs brackets",
    "fans are on)": "column 12: this bracket was never opened",
    "(fans are on": "column 13: here must stand ')', not the end",
    "fans are on adn signal is good": "column 13: 'adn' after the end of a term; did you mean 'and'?",
    "pressure of COL = 700 mmHg": "column 17: '=' is not '<' or '>'",
    "shown ppO2 of COL < 20 kPa": "column 7: 'ppO2' is not a quantity",
    "done close_hatch blind": "column 18: 'blind' belongs to tape, patch, sealant",
    "time > 9e999 h": "column 8: '9e999 h' is no finite duration",
    "": "column 1: says nothing",
    "not " * 40 + "fans are on": "column 125: more than 30 brackets and prefixes in each other",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_names_its_column_and_the_nearest_word(text: str) -> None:
    with pytest.raises(SentenceMistake) as refused:
        read_sentence(text)
    assert str(refused.value).startswith(MISTAKES[text])


def test_for_binds_to_the_negation_and_after_to_the_one_term_behind_it() -> None:
    open_hatch = read_sentence("hatch H01 is open")
    assert read_sentence("not hatch H01 is open for 5 min") == Lasting(Negated(open_hatch), 300.0)
    both = read_sentence("1 h 30 min after hatch H01 is open and hatch H01 is open")
    assert both == AllOf((Delayed(5400.0, open_hatch), open_hatch))


def test_numbers_are_written_as_people_write_them() -> None:
    for text in ("pressure of COL < 700 mmHg", "time > 90 min", "fall of station > 1 mmHg/min"):
        assert sentence_text(read_sentence(text)) == text
    assert sentence_text(read_sentence("time > 1 h 30 min")) == "time > 90 min"
