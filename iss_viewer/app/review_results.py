"""What the window's review pages ask for, each made in a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from iss_viewer.app.background_task import ChildTask
from iss_viewer.app.table_summary import table_summary_of
from iss_viewer.situation.results import PictureWanted

if TYPE_CHECKING:
    from iss_viewer.situation.results import Comparison, SheetForm, TruthAgainstBelief
    from iss_viewer.telemetry.readings.column_map import ReadingsMap
    from iss_viewer.telemetry.recording import RecordedRun


class ChildReviewer:
    """The reviewer of a real window."""

    def truth(self, recording: str) -> ChildTask:
        """What really leaked in a recorded simulation, beside what was believed."""
        return ChildTask(truth_of, recording)

    def comparison(self, first: str, second: str) -> ChildTask:
        """Two recordings laid beside each other."""
        return ChildTask(comparison_of, first, second)

    def report(self, recording: str, folder: str) -> ChildTask:
        """The pages of a report in a folder."""
        return ChildTask(report_of, recording, folder)

    def table(
        self, recording: str, file: str, from_s: float, to_s: float, sheet: SheetForm | None = None
    ) -> ChildTask:
        """The rows between two instants as CSV or Parquet, or for a spreadsheet."""
        return ChildTask(table_of, recording, file, from_s, to_s, sheet)

    def picture(self, recording: str, wanted: PictureWanted) -> ChildTask:
        """A panel drawn into a file."""
        return ChildTask(picture_of, recording, wanted)

    def table_summary(self, table: str, mapped: ReadingsMap) -> ChildTask:
        """A whole table of readings as its map says."""
        return ChildTask(table_summary_of, table, mapped)

    def recovery(self) -> ChildTask:
        """The list of sessions brought up to date."""
        return ChildTask(recovered)

    def scores(self) -> ChildTask:
        """The exercises among the sessions judged that are not yet."""
        return ChildTask(judged)


def truth_of(recording: str) -> TruthAgainstBelief:
    """The truth of a recording, also of one that is still written. Raises NoTruth, RecordingRefused."""
    from iss_viewer.debrief.truth import truth_against_belief

    with _begun(recording) as run:
        return truth_against_belief(run)


def comparison_of(first: str, second: str) -> Comparison:
    """Two recordings laid beside each other. Raises RecordingRefused."""
    from iss_viewer.debrief.comparison import compare

    with _begun(first) as one, _begun(second) as other:
        return compare(one, other)


def report_of(recording: str, folder: str) -> tuple[str, ...]:
    """Write the report of a recording; the paths of its pages. Raises RecordingRefused, OSError."""
    from iss_viewer.app.reporting import report_with_pictures

    return tuple(str(path) for path in report_with_pictures(Path(recording), Path(folder)))


def table_of(
    recording: str, file: str, from_s: float, to_s: float, sheet: SheetForm | None = None
) -> int:
    """Write the rows between two instants; how many. Raises RecordingRefused, OSError."""
    from iss_viewer.debrief.export import export_table
    from iss_viewer.debrief.sheet import export_sheet

    with _begun(recording) as run:
        if sheet is not None:
            return export_sheet(run, Path(file), from_s, to_s, sheet)
        return export_table(run, Path(file), from_s, to_s)


def picture_of(recording: str, wanted: PictureWanted) -> str:
    """Draw a panel into a file; its path. Raises RecordingRefused, OSError."""
    from iss_viewer.app.pictures import draw_panel

    return str(draw_panel(Path(recording), wanted))


def recovered() -> tuple[str, ...]:
    """Bring the list of sessions up to date; what had to be recovered, a sentence each."""
    from iss_viewer.situation.words import Words
    from iss_viewer.telemetry.catalogue import Catalogue

    return tuple(Catalogue(words_for=Words.of_run).refresh())


def judged() -> int:
    """Judge the exercises in the list of sessions that are not yet; how many sessions were looked at."""
    from iss_viewer.app.judging import judge_sessions
    from iss_viewer.telemetry.catalogue import Catalogue

    return judge_sessions(Catalogue())


def _begun(recording: str) -> RecordedRun:
    """A recording with rows in it. Raises RecordingRefused, and ValueError for one without."""
    from iss_viewer.telemetry.recording import RecordedRun, RecordingRefused

    path = Path(recording)
    try:
        run = RecordedRun(path)
    except RecordingRefused as refusal:  # of two that are compared, which one?
        raise RecordingRefused(f"{path.name}: {refusal}") from None
    if not len(run):
        run.close()
        raise ValueError(f"{path.name} holds no samples yet")
    return run
