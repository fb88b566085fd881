"""Workers, scheduler and client are killed, and every row is there once, as from one process."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
import trustme

from iss_viewer.studies import detection_jobs, localisation
from iss_viewer.studies.detection_trial import run_job as detect
from iss_viewer.studies.localisation import run_job as search
from iss_viewer.studies.results import Row, collect, read_rows
from iss_viewer.studies.workers import ClusterMistake, ClusterWorkers, LocalWorkers
from tests.studies.fake_runs import fail_for_three, square, square_and_sign

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
LOCAL = LocalWorkers(2)


def jobs_of(folder: Path, count: int = 30, take_s: float = 0.1) -> list[Row]:
    return [{"seed": seed, "folder": str(folder), "take_s": take_s} for seed in range(count)]


def assert_each_once(path: Path, rows: list[Row], jobs: list[Row]) -> None:
    """The file holds each row once, and they are those of one process to the last bit."""
    alone = collect(path.with_suffix(".alone"), square, jobs)
    expected = [{**row, "key": None} for row in alone]
    assert json.dumps([{**row, "key": None} for row in rows]) == json.dumps(expected)
    kept = [row["seed"] for row in read_rows(path)]
    assert sorted(kept) == [job["seed"] for job in jobs]


def wait_for(is_so: Callable[[], bool], at_most_s: float = 60.0) -> None:
    until_s = time.monotonic() + at_most_s
    while not is_so():
        assert time.monotonic() < until_s, "it did not happen"
        time.sleep(0.02)


def test_rows_of_workers_are_those_of_one_process_in_the_order_of_the_jobs(tmp_path: Path) -> None:
    jobs = jobs_of(tmp_path, take_s=0.0)
    told: list[tuple[int, int]] = []
    rows = collect(tmp_path / "rows", square, jobs, LOCAL, lambda done, of: told.append((done, of)))
    assert_each_once(tmp_path / "rows", rows, jobs)
    assert told == [(done, 30) for done in range(31)]


def test_each_worker_is_killed_once_and_every_row_comes_once(tmp_path: Path) -> None:
    signed, killed = tmp_path / "signed", set()
    signed.mkdir()
    jobs = jobs_of(signed)

    def kill_one_at_a_time(done: int, of: int) -> None:
        if done in (5, 15):
            newest = max(signed.iterdir(), key=lambda path: path.stat().st_mtime_ns)
            pid = int(newest.name.partition("-")[2])
            os.kill(pid, signal.SIGKILL)
            killed.add(pid)

    rows = collect(tmp_path / "rows", square_and_sign, jobs, LOCAL, kill_one_at_a_time)
    assert len(killed) == 2
    assert_each_once(tmp_path / "rows", rows, jobs)


def test_a_failing_run_is_told_when_all_others_are_kept(tmp_path: Path) -> None:
    jobs = jobs_of(tmp_path, 8, 0.0)
    with pytest.raises(ExceptionGroup, match="1 of 8 runs failed"):
        collect(tmp_path / "rows", fail_for_three, jobs, LOCAL)
    assert {row["seed"] for row in read_rows(tmp_path / "rows")} == {0, 1, 2, 4, 5, 6, 7}


CLIENT = """
import signal
import sys
from pathlib import Path
from iss_viewer.studies.results import collect
from iss_viewer.studies.workers import LocalWorkers
from tests.studies.fake_runs import square_and_sign
from tests.studies.test_workers import jobs_of
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests may run where it is ignored
    folder = Path(sys.argv[1])
    collect(folder / "rows", square_and_sign, jobs_of(folder / "signed"), LocalWorkers(2))
"""


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGINT])
def test_a_client_that_is_killed_or_stopped_leaves_what_is_done_and_no_process(
    tmp_path: Path, blow: signal.Signals
) -> None:
    (tmp_path / "signed").mkdir()
    (tmp_path / "client.py").write_text(CLIENT)
    path, jobs = tmp_path / "rows", jobs_of(tmp_path / "signed")
    command = [sys.executable, str(tmp_path / "client.py"), str(tmp_path)]
    with (tmp_path / "errors").open("wb") as errors:
        client = subprocess.Popen(command, env=ENVIRONMENT, start_new_session=True, stderr=errors)
    wait_for(lambda: len(read_rows(path)) >= 5)
    family = psutil.Process(client.pid).children(recursive=True)
    if blow is signal.SIGINT:
        os.killpg(client.pid, blow)  # as a terminal does
    else:
        client.send_signal(blow)
    assert client.wait(30) != 0
    assert "Dask" not in (tmp_path / "errors").read_text()
    wait_for(lambda: not any(one.is_running() and one.status() != "zombie" for one in family))
    kept = read_rows(path)
    assert 5 <= len(kept) < len(jobs)
    path.write_text(path.read_text()[:-20])  # as if the kill had come amid a line
    rows = collect(path, square_and_sign, jobs, LOCAL)
    assert_each_once(path, rows, jobs)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def started(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command of Dask as a person types it, killed at the end."""
    command = [sys.executable, "-m", "dask", *words]
    one = subprocess.Popen(
        command, env=ENVIRONMENT, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield one
    finally:
        with suppress(ProcessLookupError):
            os.killpg(one.pid, signal.SIGKILL)
        one.wait(30)


@contextmanager
def cluster(port: int, protocol: str = "tcp", *files: str) -> Iterator[subprocess.Popen[bytes]]:
    """A scheduler with two workers; yields the scheduler."""
    address = f"{protocol}://127.0.0.1:{port}"
    place = ("--host", "127.0.0.1", "--port", str(port), "--protocol", protocol)
    with (
        started("scheduler", *place, "--no-dashboard", *files) as scheduler,
        started("worker", address, "--nworkers", "2", "--nthreads", "1", "--no-dashboard", *files),
    ):
        yield scheduler


def test_the_scheduler_of_a_cluster_is_killed_and_the_next_one_does_what_is_missing(
    tmp_path: Path,
) -> None:
    jobs, port = jobs_of(tmp_path), free_port()
    path = tmp_path / "rows"
    workers = ClusterWorkers(f"tcp://127.0.0.1:{port}")
    rows: list[Row] = []
    client = threading.Thread(target=lambda: rows.extend(collect(path, square, jobs, workers)))
    with cluster(port) as scheduler:
        client.start()
        wait_for(lambda: len(read_rows(path)) >= 5)
        scheduler.kill()
        scheduler.wait(30)
    kept = len(read_rows(path))
    with cluster(port):
        client.join(90)
    assert 5 <= kept < len(jobs)
    assert_each_once(path, rows, jobs)


def test_a_cluster_with_certificates_takes_who_has_one_and_nobody_else(tmp_path: Path) -> None:
    authority = trustme.CA()
    files = {"ca": tmp_path / "ca.pem", "cert": tmp_path / "cert.pem", "key": tmp_path / "key.pem"}
    one = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(str(files["ca"]))
    one.private_key_pem.write_to_path(str(files["key"]))
    for blob in one.cert_chain_pems:
        blob.write_to_path(str(files["cert"]), append=True)
    words = [
        text
        for name, path in (("ca-file", files["ca"]), ("cert", files["cert"]), ("key", files["key"]))
        for text in (f"--tls-{name}", str(path))
    ]
    port, jobs = free_port(), jobs_of(tmp_path, 4, 0.0)
    address = f"tls://127.0.0.1:{port}"
    ours = ClusterWorkers(address, files["ca"], files["cert"], files["key"])
    with cluster(port, "tls", *words):
        rows = collect(tmp_path / "rows", square, jobs, ours)
        with pytest.raises(ClusterMistake, match="answers"):
            collect(tmp_path / "other", square, jobs, ClusterWorkers(address, patience_s=3.0))
    assert_each_once(tmp_path / "rows", rows, jobs)


def test_an_address_without_a_scheduler_is_told_in_words(tmp_path: Path) -> None:
    for address in (f"tcp://127.0.0.1:{free_port()}", "127.0.0.1:8786", "http://here"):
        with pytest.raises(ClusterMistake):
            collect(
                tmp_path / "rows",
                square,
                jobs_of(tmp_path, 2),
                ClusterWorkers(address, patience_s=1.0),
            )


def test_dask_is_imported_only_where_runs_begin() -> None:
    code = (
        "import sys, iss_viewer.studies.detection, iss_viewer.studies.workers, iss_viewer.cli.study\n"
        "assert not {'dask', 'distributed', 'tornado'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, check=True)


@pytest.mark.timeout(600)  # two processes load, or one compiles, the whole detector
def test_real_runs_are_the_same_in_workers_and_in_one_process(tmp_path: Path) -> None:
    searches = [job for job in localisation.jobs(0.04) if job["label"] == "10 mm"][:12:6]
    leaks = [job for job in detection_jobs.jobs(0.1) if job.get("label") == "50 mm"]
    assert len(leaks) == 2
    for name, run, jobs in (("search", search, searches), ("leak", detect, leaks)):
        alone = collect(tmp_path / f"{name}.alone", run, jobs)
        rows = collect(tmp_path / name, run, jobs, LocalWorkers(2))
        assert json.dumps(rows) == json.dumps(alone)
