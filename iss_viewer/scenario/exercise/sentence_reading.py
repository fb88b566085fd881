"""Read a sentence: text into an AST, or one mistake with its column and the nearest word.

The grammar, from the top (docs/formats-exercise.md): terms joined by ``and`` or by ``or``, mixed only with brackets; a
term is ``not``, ``once``, ``becomes`` or ``DURATION after`` before another, brackets, or an atom, perhaps ``for DURATION``.
"""

from __future__ import annotations

from iss_viewer.datafile import nearest
from iss_viewer.scenario.exercise.sentence import (
    AllOf,
    AnyOf,
    Becomes,
    Delayed,
    Lasting,
    Negated,
    Once,
    Sentence,
)
from iss_viewer.scenario.exercise.sentence_atoms import read_atom
from iss_viewer.scenario.exercise.sentence_tokens import SentenceMistake, TokenReader
from iss_viewer.scenario.exercise.vocabulary import FIRST_WORDS, JOINTS

#: brackets and prefixes inside each other
MOST_NESTED = 30
_PREFIXES: dict[str, type[Negated] | type[Once] | type[Becomes]] = {
    "not": Negated,
    "once": Once,
    "becomes": Becomes,
}


def read_sentence(text: str) -> Sentence:
    """The sentence that a text says. Raises SentenceMistake with the column of the first mistake."""
    reader = TokenReader(text)
    if reader.is_over:
        raise SentenceMistake(1, "says nothing: write a condition")
    sentence = _joined(reader, 0)
    if not reader.is_over:
        raise _trailing(reader)
    return sentence


def _trailing(reader: TokenReader) -> SentenceMistake:
    word = reader.peek
    if word == ")":
        return reader.mistake("this bracket was never opened")
    if word == "for":
        return reader.mistake("a second 'for' needs brackets round the first")
    hint = nearest(word, JOINTS)
    return reader.mistake(f"'{reader.shown}' after the end of a term{hint}")


def _joined(reader: TokenReader, depth: int) -> Sentence:
    if depth > MOST_NESTED:
        raise reader.mistake(f"more than {MOST_NESTED} brackets and prefixes in each other")
    parts, joint = [_term(reader, depth)], ""
    while reader.peek in ("and", "or"):
        if joint and reader.peek != joint:
            raise reader.mistake("'and' and 'or' together need brackets")
        joint = reader.take()
        parts.append(_term(reader, depth))
    if not joint:
        return parts[0]
    return AllOf(tuple(parts)) if joint == "and" else AnyOf(tuple(parts))


def _term(reader: TokenReader, depth: int) -> Sentence:
    is_bracketed = reader.peek == "("
    term = _prefixed(reader, depth)
    if reader.peek != "for":
        return term
    if not is_bracketed and _is_prefixed(term):
        raise reader.mistake(
            "'for' behind once, becomes or after needs brackets: (once X) for 5 min"
        )
    reader.take()
    return Lasting(term, reader.quantity("duration"))


def _is_prefixed(term: Sentence) -> bool:
    while isinstance(term, Negated):
        term = term.part
    return isinstance(term, Once | Becomes | Delayed)


def _prefixed(reader: TokenReader, depth: int) -> Sentence:
    if depth > MOST_NESTED:
        raise reader.mistake(f"more than {MOST_NESTED} brackets and prefixes in each other")
    word = reader.peek
    if word in _PREFIXES:
        reader.take()
        return _PREFIXES[word](_prefixed(reader, depth + 1))
    if reader.is_number:
        delay_s = reader.quantity("duration")
        reader.expect("after")
        return Delayed(delay_s, _prefixed(reader, depth + 1))
    if word == "(":
        reader.take()
        inner = _joined(reader, depth + 1)
        reader.expect(")")
        return inner
    if word not in FIRST_WORDS:
        raise reader.missing("a condition", FIRST_WORDS)
    return read_atom(reader)
