#!/usr/bin/env bash
# Opens a recording in other people's programs, Rerun and Foxglove Studio. They are large (some 300 MB to
# fetch), so `make test` does without them.
set -euo pipefail
cd "$(dirname "$0")/.."
others=build/others

[ -x $others/rerun/bin/rerun ] || {
  .venv/bin/python -m venv $others/rerun
  $others/rerun/bin/pip install -q --no-deps rerun-sdk==0.41.0
}
[ -d $others/foxglove/node_modules/react-dom ] || {
  command -v npm > /dev/null || { echo "npm is needed: apt-get install npm" >&2; exit 1; }
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix $others/foxglove \
    @foxglove/studio-base@1.48.0 react@17.0.2 react-dom@17.0.2
}
command -v chromium > /dev/null || { echo "Chromium is needed: apt-get install chromium" >&2; exit 1; }

export PATH="$PWD/$others/rerun/bin:$PATH"
.venv/bin/python -m pytest -v tests/telemetry/test_rerun.py tests/telemetry/test_foxglove.py
