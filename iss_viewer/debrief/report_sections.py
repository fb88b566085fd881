"""How the report is laid out: its sections in order and what stands in each, the same for page and paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from matplotlib.figure import Figure

from iss_viewer.debrief.report import Report, report_words
from iss_viewer.situation.words.review import score_heading

Row = tuple[str, ...]


@dataclass(frozen=True)
class FactBlock:
    """Names and values."""

    kind: ClassVar[str] = "facts"
    rows: Sequence[Row]


@dataclass(frozen=True)
class TableBlock:
    """Rows below their names."""

    kind: ClassVar[str] = "table"
    names: Row
    rows: Sequence[Row]
    widths_mm: tuple[int, ...]  # of the columns on paper
    topics: Row = ()  # of each row, where rows of one topic stand out


@dataclass(frozen=True)
class TextBlock:
    """A paragraph, in one of the tones `plain`, `heading` and `muted`."""

    kind: ClassVar[str] = "text"
    text: str
    tone: str = "plain"


@dataclass(frozen=True)
class CurveBlock:
    """Plots over the run."""

    kind: ClassVar[str] = "curves"
    figures: Sequence[tuple[str, Figure]]


@dataclass(frozen=True)
class PictureBlock:
    """Pictures of the station with their names; PNG."""

    kind: ClassVar[str] = "pictures"
    pictures: Sequence[tuple[str, bytes]]


Block = FactBlock | TableBlock | TextBlock | CurveBlock | PictureBlock


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it."""

    title: str
    blocks: tuple[Block, ...]


def sections(report: Report) -> list[Section]:
    """What the report says below its head; what has nothing to say is left out."""
    listed = [*_findings(report), *_pictured(report), *_happened(report)]
    return [section for section in listed if section.blocks]


def _findings(report: Report) -> Iterator[Section]:
    words = report_words(report)
    yield Section("At the end of the run", (FactBlock(report.outcome),))
    yield Section("The story", (TextBlock(report.story),) if report.story else ())
    names: Row = (
        "Module", "First detected", "Onset, estimated", "Peak leak rate of its air", "Lowest pressure",
        "Acknowledged",
    )  # fmt: skip
    yield _tabled("Modules concerned", names, words["modules"], (30, 21, 36, 31, 31, 25))
    names = (
        "Leak", "Began", "Onset, estimated", "Peak flow", "First alarm", "Located for good",
        "Delay to first sign", "Wrongly named",
    )  # fmt: skip
    yield _tabled("Truth vs estimate", names, words["beliefs"], (32, 20, 32, 22, 18, 18, 16, 16))
    yield _tabled("What went through each leak", ("Leak", "In all"), words["lost"], (54, 120))
    if report.score is not None:
        assumed = TextBlock("The weights are assumed: no standard for such exercises is published.")
        marks = TableBlock(("What", "Points", "Why"), words["score"], (38, 24, 112))
        yield Section(score_heading(report.score.points), (assumed, marks))


def _pictured(report: Report) -> Iterator[Section]:
    yield Section("Curves", (CurveBlock(report.plots),))
    shown = (PictureBlock(report.pictures),) if report.pictures else ()
    yield Section("The station at key moments", shown)


def _happened(report: Report) -> Iterator[Section]:
    words = report_words(report)
    frequent = TableBlock(("Most frequent", "Times"), words["actors"], (150, 24))
    yield Section("Alarms", (FactBlock(words["alarms"]), *((frequent,) if words["actors"] else ())))
    done = [(line.clock, line.utc, line.text, line.actor) for line in report.actions]
    deeds: Block = TableBlock(("Elapsed", "UTC", "What", "Who"), done, (22, 28, 98, 26))
    yield Section("What people did", (deeds if done else TextBlock("Nothing.", "muted"),))
    lines = [(line.clock, line.utc, line.kind, line.text) for line in report.lines]
    topics = tuple(line.kind for line in report.lines)
    told: list[Block] = [
        TableBlock(("Elapsed", "UTC", "Kind", "What"), lines, (22, 28, 20, 104), topics)
    ]
    if report.left_out:
        left_out = f"{report.left_out} later lines are left out; the recording has them all."
        told.append(TextBlock(left_out, "muted"))
    yield Section("Timeline", tuple(told))
    yield Section("What really happened in these modules", tuple(_incidents(report)))


def _incidents(report: Report) -> Iterator[TextBlock]:
    for incident in report.incidents:
        yield TextBlock(f"{incident.date_text} · {incident.title}", "heading")
        yield TextBlock(incident.summary)
        if incident.action:
            yield TextBlock(f"Done: {incident.action}")
        if incident.differ:
            yield TextBlock(f"Where the agencies differ: {incident.differ}")
        yield TextBlock(f"Sources: {'; '.join(incident.sources.values())}", "muted")


def _tabled(title: str, names: Row, rows: Sequence[Row], widths_mm: tuple[int, ...]) -> Section:
    return Section(title, (TableBlock(names, rows, widths_mm),) if rows else ())
