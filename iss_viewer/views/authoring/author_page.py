"""Where a scenario or an exercise is written: the text, beside it how the run would go and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QSplitter

from iss_viewer.situation.authoring import CheckedText, RunPreview, TextChecker
from iss_viewer.views.authoring.draft_file import DraftFile
from iss_viewer.views.authoring.mistake_list import MistakeList
from iss_viewer.views.authoring.preview_card import PreviewCard
from iss_viewer.views.authoring.text_editor import TextEditor
from iss_viewer.views.shared.dialogs import confirm, ended, show_refusal
from iss_viewer.views.shared.latest_task import LatestTask
from iss_viewer.views.shared.widgets import button, column, frame, label, named, row, set_text
from iss_viewer.views.shared.window_context import WindowContext

#: without a key before a text is checked; after it was found good before it is played
_CHECK_MS, _PREVIEW_MS = 350, 500


class AuthorPage(QDialog):
    """A window of its own, beside that of a run."""

    run_asked = Signal(str)  # the file that is to be played
    open_asked = Signal()  # another text is to be chosen

    def __init__(self, draft: DraftFile, checker: TextChecker, context: WindowContext) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._checker, self._context, self._draft = checker, context, draft
        self._is_good = False
        self._checks, self._previews = LatestTask(self, _CHECK_MS), LatestTask(self, _PREVIEW_MS)
        self._build_layout()
        self._connect()
        self.turn_to(draft)

    # ------------------------------------------------------------------ what it is made of

    def _build_layout(self) -> None:
        context = self._context
        self.editor = TextEditor(context.palette)
        self.preview = PreviewCard(context.palette, context.units)
        self.mistakes = MistakeList()
        text = frame("panel", column(self.editor, margin=1))
        right = named(QSplitter(Qt.Orientation.Vertical), "Preview and mistakes")
        right.addWidget(self.preview)
        right.addWidget(self.mistakes)
        right.setSizes([560, 280])
        body = named(QSplitter(Qt.Orientation.Horizontal), "Text, preview and mistakes")
        body.addWidget(text)
        body.addWidget(right)
        body.setSizes([620, 480])
        for splitter in (body, right):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(8)
        layout = column(self._head(), body, spacing=8, margin=10)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _head(self) -> QHBoxLayout:
        self.title, self.state = label("", "title"), label("", "soft")
        self.opener = button("Open…", self.open_asked.emit, tip="Another text (Ctrl+O)")
        self.saver = button("Save", self.save, tip="Ctrl+S")
        self.saver_as = button("Save as…", self.save_as, tip="Ctrl+Shift+S")
        self.player = button("Run it", self.run, "accent", "Save it and start a session of it (F5)")
        self.closer = button("Close", self.close)
        chip = label("EDIT", "badge", "mode")
        buttons = (self.opener, self.saver, self.saver_as, self.player, self.closer)
        return row(chip, self.title, self.state, None, *buttons, spacing=8)

    def _connect(self) -> None:
        self.editor.textChanged.connect(self.look)
        self.mistakes.chosen.connect(self.editor.go_to)
        self.preview.seed.valueChanged.connect(lambda _: self._play())
        self._checks.done.connect(self.take_check)
        self._checks.refused.connect(
            lambda words: self.mistakes.show_state(f"Not checked: {words}")
        )
        self._previews.done.connect(self.take_preview)
        self._previews.refused.connect(lambda words: self.preview.show_state(words, "notice"))
        self._context.looks_changed.connect(self._use_looks)
        for keys, do in (
            ("Ctrl+S", self.save),
            ("Ctrl+Shift+S", self.save_as),
            ("Ctrl+O", self.open_asked.emit),
            ("F5", self.run),
            ("F8", self.mistakes.choose_next),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(do)

    def _use_looks(self) -> None:
        self.editor.use_palette(self._context.palette)
        self.preview.use_looks(self._context.palette, self._context.units)

    # ------------------------------------------------------------------ text and file

    @property
    def draft(self) -> DraftFile:
        """The text as it was read or saved last."""
        return self._draft

    @property
    def is_changed(self) -> bool:
        """Whether there is something to lose."""
        return self._draft.is_changed(self.editor.text)

    def turn_to(self, draft: DraftFile) -> None:
        """Turn to another text."""
        self._draft = draft
        self.editor.set_text(draft.saved)
        self.look()
        self._checks.begin()
        self.editor.setFocus()

    def may_leave(self) -> bool:
        """Whether the text can be left: it is saved, or a person gives its changes up."""
        question = f"{self._draft.name} has changes that are not saved. Give them up?"
        return not self.is_changed or confirm(self, "Not saved", question, "Give them up")

    def save(self) -> bool:
        """Save it to its file, or to one that is asked for; whether it was."""
        if self._draft.path is None:
            return self.save_as()
        question = (
            f"{self._draft.name} was changed by another program since it was read. Overwrite it?"
        )
        if self._draft.is_overwritten() and not confirm(self, "Changed", question, "Overwrite"):
            return False
        return self._write(self._draft.path)

    def save_as(self) -> bool:
        """Ask for a file, which asks before one is replaced, and save it there; whether it was."""
        begun = str(self._draft.path or Path.home() / self._draft.name)
        name, _ = QFileDialog.getSaveFileName(self, "Save as", begun, "Scenarios (*.toml)")
        if not name:
            return False
        path = Path(ended(name, ".toml"))
        is_other = str(path) != name and path.exists()
        question = f"{path.name} exists already. Overwrite it?"
        if is_other and not confirm(self, "Save as", question, "Overwrite"):
            return False
        return self._write(path)

    def _write(self, path: Path) -> bool:
        try:
            self._draft.save(self.editor.text, path)
        except OSError as error:
            show_refusal(self, "Not saved", f"{path}: {error.strerror or error}")
            return False
        self.look()
        return True

    def run(self) -> None:
        """Save it and ask for a session of it; what has mistakes cannot be run."""
        if not self._is_good:
            words = (
                "Mend its mistakes first." if self.mistakes.lines else "It is still being checked."
            )
            set_text(self.state, words, "notice")
        elif (self._draft.path is not None and not self.is_changed) or self.save():
            self.run_asked.emit(str(self._draft.path))

    # ------------------------------------------------------------------ what is found of it

    def look(self) -> None:
        """The text has changed, or its file: have it checked, and nothing of the text before played."""
        changed = self.is_changed
        set_text(self.title, self._draft.name)
        where = "not saved yet" if self._draft.path is None else str(self._draft.path.parent)
        set_text(self.state, "changed" if changed else where, "notice" if changed else "soft")
        self.setWindowTitle(f"{'• ' if changed else ''}{self._draft.name} — Editor")
        self._is_good = False
        self._previews.stop()
        self.mistakes.show_state("checking …")
        text, place = self.editor.text, self._draft.place
        self._checks.ask(lambda: self._checker.check(text, place))

    def take_check(self, found: CheckedText) -> None:
        """Show what is wrong; what is good is played."""
        self._is_good = not found.mistakes
        self.mistakes.show_mistakes(found.kind, found.mistakes)
        self.editor.show_mistakes(self.mistakes.lines)
        self.editor.popup.ids = found.ids
        self.preview.seed.setVisible(found.kind == "exercise")
        if self._is_good:
            self._play()
        else:
            self.preview.show_state("of the text before: mend the mistakes", "muted")

    def _play(self) -> None:
        """Have the run played as it comes."""
        if self._is_good:
            self._previews.stop()
            self.preview.show_state("reckoning …", "muted")
            text, place, seed = self.editor.text, self._draft.place, self.preview.seed.value()
            self._previews.ask(lambda: self._checker.preview(text, place, seed))

    def take_preview(self, shown: RunPreview) -> None:
        """Show how the run goes."""
        self.preview.show_preview(shown)

    # ------------------------------------------------------------------ leaving

    def reject(self) -> None:
        """Esc closes it as its button does."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is lost unasked; what is under way ends."""
        if not self.may_leave():
            event.ignore()
            return
        self._checks.stop()
        self._previews.stop()
        self._checker.close()
        event.accept()
