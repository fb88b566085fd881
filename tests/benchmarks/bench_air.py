"""Speed of the air network beside scipy's solvers, in one run: ``python tests/benchmarks/bench_air.py``."""

from __future__ import annotations

from iss_viewer.studies.validation.speed import bench

if __name__ == "__main__":
    for row in bench():
        verdict = {None: "", True: "met", False: "NOT MET"}[row.is_met]
        print(f"{row.name:52} {row.value:12.4g} {row.unit:8} {row.goal:18} {verdict}")
