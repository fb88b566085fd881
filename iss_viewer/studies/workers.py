"""Who does the runs of a study: processes of this machine, or those of a cluster, both by Dask.

Dask gives a run to another worker when one dies, and starts local ones anew. A scheduler that dies takes
along what it knew, so the client asks the next one for what is missing.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from iss_viewer.studies.results import Results, Row, Run
from iss_viewer.studies.sources import digest_of

if TYPE_CHECKING:
    from distributed import Client, LocalCluster, Security

_DEATHS = 10  # of workers with one and the same run, after which it is held to be what kills them
_PROTOCOLS = ("tcp://", "tls://")


class ClusterMistake(Exception):
    """A person's mistake about a cluster, in words."""


@dataclass(frozen=True)
class LocalWorkers:
    """Processes of this machine; as many as it has cores when `count` is 0."""

    count: int = 0

    def __call__(self, run: Run, jobs: Sequence[Row]) -> Results:
        """Do the runs; the processes end with this generator."""
        import dask
        from dask.system import CPU_COUNT
        from distributed import Client

        if not jobs:
            return
        count = min(self.count or CPU_COUNT, len(jobs))
        with (
            dask.config.set({"distributed.scheduler.allowed-failures": _DEATHS}),
            _local_cluster(count) as cluster,
            Client(cluster) as client,
        ):
            task = _Task(run, digest_of(run))
            yield from _finished(client, task, dict(enumerate(jobs)))


@dataclass(frozen=True)
class ClusterWorkers:
    """Workers of a Dask scheduler, at ``tcp://host:8786`` or ``tls://host:8786``.

    The files of a certificate, its key and its authority are those of Dask's configuration when left out.
    """

    address: str
    ca_file: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    patience_s: float = 60.0  # until a scheduler answers

    def __call__(self, run: Run, jobs: Sequence[Row]) -> Results:
        """Do the runs. Raises ClusterMistake where no scheduler answers or its workers have other code."""
        task = _Task(run, digest_of(run))
        missing = dict(enumerate(jobs))
        while missing:  # again with the next scheduler, where one was lost
            with self._client() as client:
                for place, row in _finished(client, task, missing.copy()):
                    del missing[place]
                    yield place, row

    def _client(self) -> Client:
        from distributed import Client

        if not self.address.startswith(_PROTOCOLS):
            raise ClusterMistake(
                f"A cluster is tcp://HOST:PORT or tls://HOST:PORT, not {self.address}"
            )
        try:
            return Client(self.address, security=self._security(), timeout=self.patience_s)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            raise ClusterMistake(f"No scheduler answers at {self.address}: {error}") from error

    def _security(self) -> Security:
        from distributed import Security

        given = {
            "tls_ca_file": self.ca_file,
            "tls_client_cert": self.certificate,
            "tls_client_key": self.key,
        }
        files = {name: str(path) for name, path in given.items() if path is not None}
        return Security(require_encryption=self.address.startswith("tls://"), **files)


@dataclass(frozen=True)
class _Task:
    """One run as a worker does it."""

    run: Run
    digest: str

    def __call__(self, job: Row) -> Row:
        """The result. Raises ClusterMistake where the worker's code or assets are not the client's."""
        if digest_of(self.run) != self.digest:
            raise ClusterMistake(
                "The workers have another version of ISS Viewer than this machine."
            )
        return self.run(job)


def _local_cluster(count: int) -> LocalCluster:
    """Processes that nobody but this machine reaches, and that leave Ctrl+C to this process."""
    from distributed import LocalCluster

    with _interrupts_ignored():
        return LocalCluster(
            n_workers=count,
            threads_per_worker=1,
            dashboard_address=None,
            scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},  # else it takes port 8787
            memory_limit=None,
            silence_logs=logging.CRITICAL,
        )


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """What is started meanwhile ignores Ctrl+C for good."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _finished(client: Client, task: _Task, jobs: dict[int, Row]) -> Results:
    """Results as they come, each let go of at once; without those that a lost scheduler owed.

    Raises what the first failing run raised, once all others are done; ClusterMistake at once.
    """
    from distributed import as_completed

    places = {client.submit(task, job, pure=False): place for place, job in jobs.items()}
    faults: list[Exception] = []
    for future in as_completed(list(places)):
        place = places.pop(future)
        try:
            yield place, future.result()
        except CancelledError:
            continue
        except ClusterMistake:
            raise
        except Exception as fault:  # noqa: BLE001  told below, when the other runs are safe
            faults.append(fault)
    if faults:
        raise ExceptionGroup(f"{len(faults)} of {len(jobs)} runs failed", faults)
