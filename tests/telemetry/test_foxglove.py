"""Others open a recording without a converter: Foxglove Studio, from which Lichtblick was forked.

The program itself (its last open version, from npm) runs in Chromium and opens the file. Defined
only where both are: `make test-others` fetches them and runs this.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from urllib.parse import quote, urlsplit

import numpy as np
from recorded import frames, record

HERE = Path(__file__).parent
MODULES = HERE.parents[1] / "build/others/foxglove/node_modules"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_PATIENCE_S = 90.0


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, Queue[str]]]:
    """A server of the page, the program and a folder; its address, and what the page tells."""
    told: Queue[str] = Queue()

    class Serving(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def do_POST(self) -> None:
            told.put(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

        def _answer(self, with_body: bool) -> None:
            name = urlsplit(self.path).path.lstrip("/") or "foxglove.html"
            places = (root / name for root in (folder, HERE, MODULES))
            path = next((place for place in places if place.is_file()), None)
            if path is None:
                self.send_error(404)
                return
            content = path.read_bytes()
            part = re.match(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
            first, last = (
                (int(part[1]), int(part[2] or len(content))) if part else (0, len(content))
            )
            body = content[first : last + 1]
            self.send_response(206 if part else 200)
            self.send_header("Accept-Ranges", "bytes")
            self.send_header("Content-Length", str(len(body)))
            kind = {".js": "text/javascript", ".html": "text/html", ".wasm": "application/wasm"}
            self.send_header("Content-Type", kind.get(path.suffix, "application/octet-stream"))
            self.end_headers()
            if with_body:
                self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Serving)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", told
    finally:
        server.shutdown()


def _read_in_foxglove(folder: Path, time: str, paths: list[str], awaited: str) -> str:
    """What can be read in the program's window once it shows `awaited`, or when patience ends."""
    with _served(folder) as (address, told):
        plots = "".join(f"&plot={quote(path)}" for path in paths)
        page = f"{address}/?ds=remote-file&ds.url={quote(address + '/a.mcap', safe='')}"
        words = ["--headless", "--no-sandbox", f"--user-data-dir={folder / 'chromium'}"]
        url = f"{page}&time={quote(time)}{plots}"
        browser = subprocess.Popen(
            [CHROMIUM or "", *words, "--remote-debugging-port=0", url], stderr=subprocess.DEVNULL
        )
        seen = ""
        try:
            for _ in range(int(_PATIENCE_S / 0.5)):
                seen = told.get(timeout=_PATIENCE_S)
                if awaited in seen:
                    break
        except Empty:
            pass
        finally:
            browser.terminate()
            browser.wait()
    return seen


def check_values_are_plotted_in_foxglove(tmp_path: Path) -> None:
    """It lists the topics with all their messages, plots values, and shows events in its log."""
    run = frames(30)
    values = 101000.25 + np.arange(150.0).reshape(30, 5)
    assessed = 7000.5 + np.arange(90.0).reshape(30, 3)
    run = replace(run, samples=replace(run.samples, values=values), assessed=assessed)
    record(tmp_path / "a.mcap", run)
    paths = ["/samples.SM_PRK.pressure_pa", "/assessed.STATION.reserve_s"]
    shown = _read_in_foxglove(tmp_path, "2024-02-03T22:40:29.250Z", paths, f"{values[29, 0]:.2f}")
    lines = shown.split("\n")
    assert lines[lines.index("/samples") + 1 :][:2] == ["iss_viewer.Samples", "30"], shown
    assert f"{paths[0]}\n{values[29, 0]:.2f}" in shown
    assert f"{paths[1]}\n{assessed[29, 2]:.1f}" in shown
    assert "event 27" in shown


if MODULES.exists() and CHROMIUM:
    test_values_are_plotted_in_foxglove = check_values_are_plotted_in_foxglove
