"""The decimal and the thousands sign of a table, and the question where a factor of a thousand hangs on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from iss_viewer.telemetry.readings.guessing.cell_kinds import CellKind
from iss_viewer.telemetry.readings.guessing.layout import TableLayout
from iss_viewer.telemetry.readings.guessing.number_signs import (
    SignEvidence,
    evidence_of,
    file_decimal,
)
from iss_viewer.telemetry.readings.guessing.quantities import (
    is_of_cabin,
    quantity_of,
    si_text,
)
from iss_viewer.telemetry.readings.guessing.question import (
    Answer,
    DraftEdit,
    QuestionTopic,
    TableQuestion,
)

_OTHER = {".": ",", ",": "."}
_NAMES = {".": "point", ",": "comma"}


@dataclass(frozen=True)
class TableSigns:
    """decimal, thousands: of the file. by_column: decimal signs of single columns."""

    decimal: str
    thousands: str = ""
    by_column: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    questions: tuple[TableQuestion, ...] = ()
    doubts: tuple[str, ...] = ()


def signs_of(layout: TableLayout, kinds: Sequence[CellKind], decimal: str = "") -> TableSigns:
    """The signs of a table's numbers; a decimal sign that was given holds."""
    places = [p for p, kind in enumerate(kinds) if kind is CellKind.NUMBER]
    evidence = {place: evidence_of(layout.column(place)) for place in places}
    found, is_mixed = file_decimal(list(evidence.values()))
    sign = decimal or found or "."
    other = _OTHER[sign]
    grouped = [p for p in places if evidence[p].groups(other)]
    blanks = any(evidence[p].blank_groups for p in places)
    apostrophes = any(evidence[p].apostrophe_groups for p in places)
    thousands = other if grouped else " " if blanks else "'" if apostrophes else ""
    doubts = (f"Thousands are set off by {_word(thousands)}.",) if thousands else ()
    if decimal:
        return TableSigns(sign, thousands, doubts=doubts)
    asked = _columns_asked(evidence, sign, bool(found), is_mixed, thousands)
    if not asked:
        return TableSigns(sign, thousands, doubts=doubts)
    question = _question(layout, evidence, asked, sign, bool(found))
    return TableSigns(sign, thousands, questions=(question,), doubts=doubts)


def _columns_asked(
    evidence: Mapping[int, SignEvidence], sign: str, is_known: bool, is_mixed: bool, thousands: str
) -> list[int]:
    """The columns whose numbers may be a thousand times what they seem."""
    other = _OTHER[sign]
    if not is_known:  # 1.013 alone: either
        return [p for p, each in evidence.items() if each.point_either or each.comma_either]
    found = [p for p, each in evidence.items() if each.decimals(other)] if is_mixed else []
    if thousands != other:
        found += [p for p, each in evidence.items() if each.either(other) and p not in found]
    return sorted(found)


def _question(
    layout: TableLayout,
    evidence: Mapping[int, SignEvidence],
    asked: list[int],
    sign: str,
    is_known: bool,
) -> TableQuestion:
    """What the sign in the columns that are asked about is: between thousands, or before decimals."""
    first = asked[0]
    in_doubt = _OTHER[sign] if is_known else ("." if evidence[first].point_either else ",")
    cells = [cell for cell in layout.column(first) if in_doubt in cell]
    example = cells[0] if cells else ""
    titles = ", ".join(_title(layout, place) for place in asked)
    other = _OTHER[in_doubt]
    grouped = (DraftEdit(("decimal",), other), DraftEdit(("thousands",), in_doubt))
    plain = (
        tuple(DraftEdit(("columns", place, "decimal"), in_doubt) for place in asked)
        if is_known
        else (DraftEdit(("decimal",), in_doubt), DraftEdit(("thousands",), ""))
    )
    as_group = _choice(
        "Thousands sign", layout, first, example.replace(in_doubt, ""), other, grouped
    )
    as_point = _choice("Decimal sign", layout, first, example, in_doubt, plain)
    as_group, as_point = _argued(as_group, as_point, evidence, asked, in_doubt, is_known, layout)
    suggested = _suggested(as_group, as_point)
    return TableQuestion(
        "sign", QuestionTopic.SIGN, f"What is the {_NAMES[in_doubt]} in {example}?",
        f"{'Columns' if len(asked) > 1 else 'Column'} {titles}: the choices differ by a factor of 1,000.",
        (as_group, as_point), suggested, tuple(asked),
    )  # fmt: skip


def _choice(
    title: str,
    layout: TableLayout,
    place: int,
    text: str,
    decimal: str,
    edits: tuple[DraftEdit, ...],
) -> Answer:
    value = _number(text, decimal)
    if value is None:
        return Answer(title, f"{text} as it stands", edits)
    unit = layout.units[place] if layout.units else ""
    found = quantity_of(_title(layout, place), unit, [value])
    if not found.quantity or not found.unit:
        return Answer(title, f"{value:,g}", edits)
    fits = is_of_cabin(found.quantity, found.unit, [value])
    reads = f"{value:,g} {found.unit} = {si_text(found.quantity, found.unit, value)}"
    return Answer(
        title, reads, edits,
        ("the value is one of a cabin",) if fits else (), () if fits else ("no cabin has this value",),
    )  # fmt: skip


def _argued(
    as_group: Answer, as_point: Answer, evidence: Mapping[int, SignEvidence], asked: list[int],
    sign: str, is_known: bool, layout: TableLayout,
) -> tuple[Answer, Answer]:  # fmt: skip
    from dataclasses import replace

    sure = sum(evidence[p].decimals(sign) for p in asked)
    elsewhere = sum(each.decimals(_OTHER[sign]) for p, each in evidence.items() if p not in asked)
    either = sum(evidence[p].either(sign) for p in asked)
    plain = sum(evidence[p].plain for p in asked)
    group_for, group_against = list(as_group.support), list(as_group.doubt)
    point_for, point_against = list(as_point.support), list(as_point.doubt)
    if elsewhere:
        group_for.append(
            f"{elsewhere:,} cells of other columns have the {_NAMES[_OTHER[sign]]} as decimal sign"
        )
        point_against.append("there would be two decimal signs in one file")
    if sure:
        point_for.append(f"{sure:,} cells have other than three digits behind it")
        group_against.append(
            f"{sure:,} cells have other than three digits behind it: they would be left out"
        )
    elif either:
        group_for.append(f"all {either:,} cells have three digits behind it")
    if plain:
        group_for.append(f"{plain:,} cells of the column have no sign at all")
    return (
        replace(as_group, support=tuple(group_for), doubt=tuple(group_against)),
        replace(as_point, support=tuple(point_for), doubt=tuple(point_against)),
    )


def _suggested(as_group: Answer, as_point: Answer) -> int | None:
    """The choice whose value a cabin can have, if that is but one of them."""
    fits = ["the value is one of a cabin" in choice.support for choice in (as_group, as_point)]
    return None if fits[0] == fits[1] else 0 if fits[0] else 1


def _number(text: str, decimal: str) -> float | None:
    try:
        return float(text.replace(decimal, ".").replace(" ", ""))
    except ValueError:
        return None


def _title(layout: TableLayout, place: int) -> str:
    names = layout.titles or layout.names
    name = names[place] if names else ""
    return name or f"column {place + 1}"


def _word(sign: str) -> str:
    return {" ": "a blank", "'": "an apostrophe", ".": "a point", ",": "a comma"}[sign]
