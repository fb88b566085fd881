"""Complaints about one sentence or order: ids that nothing has, numbers that are impossible, states that exclude one another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from iss_viewer.datafile import Complaint, unknown
from iss_viewer.datafile.mistakes import Location
from iss_viewer.scenario.exercise.checks.known import KnownIds
from iss_viewer.scenario.exercise.orders import OrderLine, Pause
from iss_viewer.scenario.exercise.quantities import written
from iss_viewer.scenario.exercise.sentence import (
    ANY,
    BLIND,
    Acted,
    AllOf,
    Atom,
    Beyond,
    Lasting,
    Negated,
    Numeric,
    Sentence,
    Status,
    atoms_of,
    parts_of_sentence,
)
from iss_viewer.scenario.exercise.verbs import VEHICLES, VERBS, VerbTarget
from iss_viewer.scenario.exercise.vocabulary import (
    EXCLUSIVE,
    MEASURES,
    NAMELESS,
    Measure,
    StatusOf,
    Whose,
)

#: no air of a station was ever outside these
_COLDEST_K, _WARMEST_K = 200.0, 350.0
_MOST_PRESSURE_PA = 203_000.0
#: what may be below 0
_SIGNED = (Measure.FALL, Measure.DIFFERENCE, Measure.TEMPERATURE)


def sentence_complaints(
    place: Location, sentence: Sentence, known: KnownIds
) -> Iterator[Complaint]:
    """What is wrong with a sentence by itself, with columns."""
    for atom in atoms_of(sentence):
        for message in (*_atom_messages(atom, known), *_range_messages(atom, known)):
            yield Complaint(place, f"column {atom.column}: {message}")
    yield from _contradictions(place, sentence)


def _atom_messages(atom: Atom, known: KnownIds) -> Iterator[str]:
    match atom:
        case Numeric(measure=measure, of=of):
            whose = MEASURES[measure].whose
            if whose is not Whose.NOTHING and of not in known.of(whose):
                yield unknown(whose.value, of, known.of(whose))
            yield from _loop_message(atom, known)
        case Status(subject=subject, name=name, of=of):
            if subject not in NAMELESS and name not in known.of(subject):
                yield _unknown_subject(subject, name, known)
            if of and of not in known.places:
                yield unknown("module", of, known.places)
        case Acted(verb=verb, target=target):
            yield from _target_message(verb, target, known)


def _loop_message(atom: Numeric, known: KnownIds) -> Iterator[str]:
    if atom.of in known.loops and atom.measure not in (Measure.PRESSURE, Measure.INVENTORY,
                                                       Measure.TEMPERATURE):  # fmt: skip
        yield f"a coolant loop has a pressure, an inventory and a temperature, no {atom.measure}"


def _unknown_subject(subject: StatusOf, name: str, known: KnownIds) -> str:
    if subject is StatusOf.VALVE and name in known.hatches:
        return f"the hatch '{name}' has no equalisation valve"
    what = {
        StatusOf.PLACE: "module",
        StatusOf.ANSWER: "question",
        StatusOf.EXPECTED: "expected action",
    }
    return unknown(what.get(subject, subject.value), name, known.of(subject))


def _target_message(verb: str, target: str, known: KnownIds) -> Iterator[str]:
    row = VERBS[verb]
    if target in ("", ANY, BLIND) or (verb == "gather" and target == VEHICLES):
        return
    if target not in known.of(row.target):
        yield unknown(row.target.value, target, known.of(row.target))
    elif row.target is VerbTarget.HATCH and verb.endswith("_valve") and target not in known.valves:
        yield f"the hatch '{target}' has no equalisation valve"


def _range_messages(atom: Atom, known: KnownIds) -> Iterator[str]:
    """Numbers that no such quantity reaches."""
    if not isinstance(atom, Numeric):
        return
    least, most = _reach(atom, known)
    limit = written(atom.limit_si, MEASURES[atom.measure].quantity)
    if atom.beyond is Beyond.BELOW and atom.limit_si <= least:
        yield f"never holds: {atom.measure.value} is never below {limit}"
    if atom.beyond is Beyond.ABOVE and atom.limit_si >= most:
        yield f"never holds: {atom.measure.value} is never above {limit}"


def _reach(atom: Numeric, known: KnownIds) -> tuple[float, float]:
    """The least and the most that a measure can be, SI."""
    least, most = (-float("inf") if atom.measure in _SIGNED else 0.0), float("inf")
    match atom.measure:
        case Measure.TEMPERATURE if atom.of not in known.loops:
            return _COLDEST_K, _WARMEST_K
        case Measure.PRESSURE if atom.of not in known.loops:
            most = _MOST_PRESSURE_PA
        case Measure.OXYGEN | Measure.CARBON_DIOXIDE:
            most = _MOST_PRESSURE_PA
        case Measure.CHANCE:
            most = 1.0
        case Measure.PEOPLE:
            most = float(len(known.people))
        case Measure.INVENTORY:
            most = next(
                (one.inventory_m3 for one in known.station.coolant_loops if one.id == atom.of), most
            )
    return least, most


def _contradictions(place: Location, sentence: Sentence) -> Iterator[Complaint]:
    """Parts of an ``and`` that can never hold together."""
    if isinstance(sentence, AllOf):
        for one, other in combinations(_together(sentence), 2):
            if _exclude(one, other):
                column = max(atom.column for part in (one, other) for atom in atoms_of(part))
                yield Complaint(
                    place, f"column {column}: never holds together with what stands before"
                )
                return
    for part in parts_of_sentence(sentence):
        yield from _contradictions(place, part)


def _together(sentence: Sentence) -> Iterator[Sentence]:
    """The atoms, and negated atoms, that must hold at one instant."""
    match sentence:
        case AllOf(parts=parts):
            for part in parts:
                yield from _together(part)
        case Lasting(part=part):
            yield from _together(part)
        case Numeric() | Status() | Acted() | Negated(part=Numeric() | Status() | Acted()):
            yield sentence


def _exclude(one: Sentence, other: Sentence) -> bool:
    match one, other:
        case (Negated(part=part), _) if not isinstance(other, Negated):
            return part == other
        case (_, Negated(part=part)) if not isinstance(one, Negated):
            return part == one
        case Numeric(), Numeric():
            return _numbers_exclude(one, other)
        case Status(), Status():
            same = (one.subject, one.name, one.of) == (other.subject, other.name, other.of)
            states = {one.state, other.state}
            return same and len(states) == 2 and any(states <= set(pair) for pair in EXCLUSIVE)
    return False


def _numbers_exclude(one: Numeric, other: Numeric) -> bool:
    if (one.measure, one.of, one.is_shown) != (other.measure, other.of, other.is_shown):
        return False
    if one.beyond is other.beyond:
        return False
    below, above = (one, other) if one.beyond is Beyond.BELOW else (other, one)
    return below.limit_si <= above.limit_si


def order_complaints(
    place: Location, line: OrderLine | Pause, known: KnownIds
) -> Iterator[Complaint]:
    """What is wrong with an order of an exercise or procedure, with its column."""
    if isinstance(line, Pause):
        return
    messages = list(_target_message(line.verb, line.target, known))
    messages += [unknown("person", one, known.people) for one in line.by if one not in known.people]
    if line.verb == "set_feed" and line.target in known.feeds:
        messages += _flow_messages(line.target, line.value_si or 0.0, known)
    if line.target in (ANY, BLIND):
        messages.append(f"'{line.target}' is no target of an order")
    for message in messages:
        yield Complaint(place, f"column {line.column}: {message}")


def _flow_messages(feed: str, flow_kg_s: float, known: KnownIds) -> list[str]:
    """A flow that a feed cannot give."""
    most_kg_s = next(one.rate_kg_s for one in known.station.equipment if one.id == feed)
    if flow_kg_s <= most_kg_s:
        return []
    return [f"more than this feed can give: at most {written(most_kg_s, 'mass_rate')}"]


def flow_complaints(
    place: Location, feed: str, flow_kg_s: float, known: KnownIds
) -> Iterator[Complaint]:
    """A flow of a malfunction that its feed cannot give."""
    for message in _flow_messages(feed, flow_kg_s, known):
        yield Complaint(place, message)
