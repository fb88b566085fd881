"""The editor of scenarios as the window has it: one page, opened on what a person chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from iss_viewer.datafile import FileMistakes, text_of
from iss_viewer.situation.library import LibraryEntry
from iss_viewer.views.shared.dialogs import is_accepted, show_refusal
from iss_viewer.views.shared.window_context import WindowContext

if TYPE_CHECKING:  # loaded when somebody first writes
    from iss_viewer.views.authoring.author_page import AuthorPage
    from iss_viewer.views.authoring.draft_choice import DraftSource
    from iss_viewer.views.authoring.draft_file import DraftFile


class ScenarioEditing:
    """stories: the library, read when it is asked for."""

    def __init__(
        self,
        window: QWidget,
        context: WindowContext,
        stories: Callable[[], Sequence[LibraryEntry]],
    ) -> None:
        self._window, self._context, self._stories = window, context, stories
        self.page: AuthorPage | None = None

    def is_possible(self) -> bool:
        """Whether anybody checks what is written."""
        return self._context.checker is not None

    def open(self) -> None:
        """Bring the page that is open to the front; else ask what is to be edited."""
        if self.page is not None and self.page.isVisible():
            self.page.raise_()
            self.page.activateWindow()
        else:
            self.choose()

    def choose(self) -> None:
        """Ask what is to be edited, and turn to it once the text before may be left."""
        from iss_viewer.views.authoring.draft_choice import DraftChoice

        parent = self.page if self.page is not None and self.page.isVisible() else self._window
        dialog = DraftChoice(parent, tuple(self._stories()))
        if is_accepted(dialog) and dialog.chosen is not None:
            try:
                draft = _draft_of(dialog.chosen, parent)
            except FileMistakes as refusal:
                show_refusal(parent, "Not opened", str(refusal))
                return
            if draft is not None:
                self.edit(draft)

    def edit(self, draft: DraftFile) -> None:
        """Show the page on a text."""
        from iss_viewer.views.authoring.author_page import AuthorPage

        checker = self._context.checker
        if checker is None:
            return
        if self.page is None:
            self.page = AuthorPage(draft, checker, self._context)
            self.page.resize(self._window.size())
            self.page.run_asked.connect(self._run)
            self.page.open_asked.connect(self.choose)
        elif not self.page.isVisible() or self.page.may_leave():
            self.page.turn_to(draft)
        self.page.show()
        self.page.raise_()
        self.page.activateWindow()

    def _run(self, file: str) -> None:
        """Play a file in the window, which comes to the front for it."""
        self._window.raise_()
        self._window.activateWindow()
        self._context.scenario_asked.emit(file)

    def may_close(self) -> bool:
        """Whether the window can be closed: no text is lost by it that somebody wants to keep."""
        return self.page is None or not self.page.isVisible() or self.page.close()


def _draft_of(source: DraftSource, parent: QWidget) -> DraftFile | None:
    """The text of a source; None: no file was chosen. Raises FileMistakes."""
    from iss_viewer.views.authoring.draft_file import DraftFile

    if source.file is not None:
        text = text_of(source.file)
        return (
            DraftFile(text, name=f"my-{source.file.name}")
            if source.is_copy
            else DraftFile.of(source.file)
        )
    name, _ = QFileDialog.getOpenFileName(
        parent, "Scenario or exercise", "", "Scenarios (*.toml);;All files (*)"
    )
    return DraftFile.of(Path(name)) if name else None
