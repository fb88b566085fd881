"""Who waits for the first compile is told how far it is."""

from __future__ import annotations

from iss_viewer.app.warming import Telling


def test_a_log_gets_a_line_for_each_quarter_of_what_is_compiled(capsys):
    tell = Telling()
    for done in range(401):
        tell(done, 400)
    lines = capsys.readouterr().out.splitlines()
    assert lines == [f"Compiling {done} of 400 functions" for done in (0, 100, 200, 300, 400)]
