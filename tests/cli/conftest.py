"""What tests of the commands share: somebody who types."""

from __future__ import annotations

import pytest

from iss_viewer.cli import main


@pytest.fixture
def type_in(capsys, monkeypatch):
    """Types a command; its exit code, output and errors."""

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["iss-viewer", *(str(word) for word in words)])
        monkeypatch.setenv("COLUMNS", "160")
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return int(ended.value.code or 0), shown.out, shown.err

    return run
