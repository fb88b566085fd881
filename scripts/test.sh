#!/usr/bin/env bash
# Every check, in the order in which a fault is cheapest to find.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin

echo "== linter";           $bin/ruff check iss_viewer tests scripts
echo "== format";           $bin/ruff format --check -q iss_viewer tests scripts
echo "== types";            $bin/mypy
echo "== import contracts"; $bin/lint-imports --no-cache | grep -E 'KEPT|BROKEN|Contracts:'
echo "== tests"
export QT_QPA_PLATFORM=offscreen NUMBA_NUM_THREADS=1 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
$bin/python -m pytest -n 2 --dist loadfile "$@"
