"""Which ids can stand where somebody writes, and when they are worth offering."""

from __future__ import annotations

import re
from collections.abc import Sequence

from iss_viewer.station.ids import NamedId

#: letters before anything is offered unasked; lines that are offered
LEAST_LETTERS, MOST_OFFERED = 2, 60
_WORD = re.compile(r"[\w-]*$")
_KEY = re.compile(r"^\s*([\w-]+)\s*=")
#: keys behind which people write prose
_PROSE = frozenset(
    ["title", "name", "text", "briefing", "outcome", "assumed", "about", "story", "hint", "question", "answer", "sources", "objectives", "prerequisites", "roles", "for_trainee", "for_instructor", "who", "id"]
)  # fmt: skip
#: of sentences: words before an id, and words behind which none stands but a state, a joint or a measure
_BEFORE_ID = frozenset(["of", "in", "across"])
_BEFORE_WORD = frozenset(
    ["is", "are", "and", "or", "not", "once", "becomes", "for", "after", "shown", "done", "ordered", "refused"]
)  # fmt: skip
_PLACES = ("module", "vehicle")
#: the kinds of things that come first behind a word that is not their own
_KINDS = {
    "place": _PLACES, "of": _PLACES, "in": _PLACES, "across": ("hatch",), "valve": ("hatch",),
    "close_hatch": ("hatch",), "open_hatch": ("hatch",), "close_valve": ("hatch",), "open_valve": ("hatch",),
}  # fmt: skip


def word_before(line: str, column: int) -> str:
    """The part of an id that stands before the cursor."""
    found = _WORD.search(line[:column])
    return found[0] if found else ""


def is_worth_offering(line: str, column: int) -> bool:
    """Whether ids are offered unasked: in a value that is no prose, or where somebody writes capitals."""
    word, key = word_before(line, column), _KEY.match(line)
    if len(word) < LEAST_LETTERS or line.count('"', 0, column) % 2 == 0:
        return False
    return key[1] not in _PROSE if key else word.isupper()


def is_worth_in_sentence(line: str, column: int) -> bool:
    """Whether ids are offered unasked in a field that is one sentence: behind a word for something that has one."""
    word, behind = word_before(line, column), _behind(line[:column])
    if len(word) < LEAST_LETTERS or word in _BEFORE_ID:
        return False
    return behind[:1].isalpha() and behind not in _BEFORE_WORD


def _behind(line: str) -> str:
    """The word before the one that is begun; "" where there is none."""
    return "".join(line[: len(line) - len(word_before(line, len(line)))].split()[-1:])


def matching(ids: Sequence[NamedId], typed: str, before: str = "") -> list[NamedId]:
    """The ids that begin with what was typed, those with it in them, then those whose name has it; none that is it.

    before: the line up to there; behind the word for a kind of things, such as ``hatch``, those come first. That word
    itself is whole.
    """
    wanted, behind = typed.casefold(), _behind(before)
    kinds = _KINDS.get(behind, (behind,))

    def rank(one: NamedId) -> tuple[bool, int]:
        name = one.id.casefold()
        nearness = 0 if name.startswith(wanted) else 1 if wanted in name else 2
        return one.kind not in kinds, nearness

    if any(one.kind == typed for one in ids):
        return []
    found = [one for one in ids if wanted in f"{one.id} {one.name} {one.kind}".casefold()]
    if any(one.id == typed for one in found):
        found = [one for one in found if one.id != typed and one.id.startswith(typed)]
    return sorted(found, key=rank)[:MOST_OFFERED]
