"""Malfunctions of an exercise as they stand at an instant, and how far the class is with what is expected of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from iss_viewer.link.cover import ExpectedCard, InstructorSheet, MalfunctionCard
from iss_viewer.situation.board import Board
from iss_viewer.situation.moment import Moment
from iss_viewer.telemetry.events import ExpectedMet, MalfunctionChanged, MalfunctionWritten
from iss_viewer.units import clock_text, duration_text

#: in which order states are listed: what bites first, then what may
_ORDER = ("active", "asked", "armed", "held", "off", "cleared")
#: what an instructor may do in each state, the likeliest first
_ACTS = {
    "active": ("Clear",), "asked": ("Hold", "Fire now"), "armed": ("Fire now", "Hold"),
    "held": ("Fire now", "Arm"), "off": ("Arm", "Fire now"), "cleared": ("Arm",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MalfunctionRow:
    """A malfunction as an instructor sees it. next: since when it bites, or what it waits for; acts: what can be done."""

    id: str
    state: str
    what: str
    where: str
    next: str
    by: str
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """An expected action. took: how long it took, or what its clock waits for; tone: good, notice, or none yet."""

    text: str
    took: str
    within: str
    tone: str
    id: str = ""


def sheet_of_run(moment: Moment) -> InstructorSheet | None:
    """What only the instructor sees of the exercise; None: no exercise is played, or it is withheld."""
    cover = moment.run.opened.cover
    return None if cover is None else cover.sheet


def malfunction_rows(
    sheet: InstructorSheet, board: Board, text: Callable[[float], str] = clock_text
) -> tuple[MalfunctionRow, ...]:
    """All malfunctions, those that bite first; those that came live at the end of their state.

    text: what writes an instant.
    """
    cards = {card.id: card for card in (*sheet.malfunctions, *inserted_cards(board))}
    names = dict.fromkeys((*cards, *board.malfunctions))
    rows = [_row(name, cards.get(name), board.malfunctions.get(name), text) for name in names]
    return tuple(sorted(rows, key=lambda row: _ORDER.index(row.state)))


def inserted_cards(board: Board) -> tuple[MalfunctionCard, ...]:
    """The malfunctions that an instructor wrote during the run, in their order."""
    return tuple(_card(event) for event in board.inserted.values())


def _card(event: MalfunctionWritten) -> MalfunctionCard:
    return MalfunctionCard(event.malfunction, event.what, event.where, event.waits_for, event.ends)


def _row(
    name: str,
    card: MalfunctionCard | None,
    change: MalfunctionChanged | None,
    text: Callable[[float], str],
) -> MalfunctionRow:
    state = "off" if change is None else change.state.value
    what, where = ("Inserted live", "") if card is None else (card.what, card.where)
    since = "" if change is None else text(change.time_s)
    return MalfunctionRow(
        name, state, what, where, _next(state, card, since), _by(change), _ACTS[state]
    )


def _next(state: str, card: MalfunctionCard | None, since: str) -> str:
    ends = "" if card is None or not card.ends else f" · {card.ends}"
    match state:
        case "active":
            return f"since {since}{ends}"
        case "cleared":
            return f"at {since}"
        case "asked":
            return f"falls due now: {'' if card is None else card.waits_for}"
        case "held":
            return f"held at {since}"
    return "" if card is None else card.waits_for


def _by(change: MalfunctionChanged | None) -> str:
    if change is None:
        return ""
    return change.actor or "exercise"


def expected_rows(sheet: InstructorSheet, board: Board) -> tuple[ExpectedRow, ...]:
    """Expected actions in the order of the exercise."""
    return tuple(_expected(card, board.met.get(card.id)) for card in sheet.expected)


def _expected(card: ExpectedCard, met: ExpectedMet | None) -> ExpectedRow:
    within = duration_text(card.within_s)
    if met is None:
        return ExpectedRow(card.text, f"after: {card.after}", within, "", card.id)
    took_s = met.time_s - met.began_s
    tone = "good" if took_s <= card.within_s and met.credit_1 >= 1.0 else "notice"
    way = f", {met.way}" if met.way else ""
    return ExpectedRow(card.text, f"{duration_text(took_s)}{way}", within, tone, card.id)
