"""The file of a text is replaced whole or not at all, and nothing that others wrote is lost unasked."""

from __future__ import annotations

import pytest

from iss_viewer.views.authoring.draft_file import DraftFile


def test_a_text_is_saved_whole_and_is_unchanged_then(tmp_path):
    draft, file = DraftFile("a = 1\n"), tmp_path / "own.toml"
    assert not draft.is_changed("a = 1\n") and draft.is_changed("a = 2\n")
    draft.save("a = 2\n", file)
    assert file.read_text() == "a = 2\n"
    assert draft.path == file and draft.name == "own.toml" and not draft.is_changed("a = 2\n")
    assert [path.name for path in tmp_path.iterdir()] == ["own.toml"]


def test_a_file_that_somebody_else_has_written_since_is_told(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text("a = 1\n")
    draft = DraftFile.of(file)
    assert not draft.is_overwritten()
    file.write_text("a = 3\n")
    assert draft.is_overwritten()


def test_a_file_that_cannot_be_written_stays_as_it_is(tmp_path):
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    draft = DraftFile("a = 1\n")
    with pytest.raises(OSError):
        draft.save("a = 2\n", folder)
    assert draft.path is None and draft.is_changed("a = 2\n")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.toml"]


def test_a_link_stays_a_link_and_a_file_keeps_who_may_read_it(tmp_path):
    file, link = tmp_path / "own.toml", tmp_path / "link.toml"
    file.write_text("a = 1\n")
    file.chmod(0o600)
    link.symlink_to(file)
    DraftFile.of(link).save("a = 2\n", link)
    assert link.is_symlink() and file.read_text() == "a = 2\n"
    assert file.stat().st_mode & 0o777 == 0o600


def test_other_line_ends_are_no_change(tmp_path):
    file = tmp_path / "own.toml"
    file.write_bytes(b"a = 1\r\nb = 2\r\n")
    assert DraftFile.of(file).saved == "a = 1\nb = 2\n"
