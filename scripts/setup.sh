#!/usr/bin/env bash
# Prepares a fresh Debian or Ubuntu machine: system libraries, a virtual environment, the package.
# Usage: scripts/setup.sh run|test|mutants. Quick when nothing has changed; other systems skip the libraries.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}

libraries=(python3 python3-venv libglib2.0-0 libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1
  libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxcursor1
  fonts-inter)
if [ "$purpose" != run ]; then libraries+=(xvfb xauth xdotool git); fi

# Compiles the numeric loops whenever what they are made of has changed, and tells how far it is.
compile_loops() {
  local loops=.venv/.compiled
  local sources
  sources=$(find iss_viewer/simulation iss_viewer/detection iss_viewer/telemetry/frames.py iss_viewer/*.py \
    -name '*.py' -print0 | sort -z | xargs -0 cat constraints.txt | cksum)
  if [ "$(cat "$loops" 2>/dev/null)" = "$sources" ]; then return; fi
  .venv/bin/python -m iss_viewer.app.warming
  echo "$sources" > "$loops"
}

stamp=.venv/.ready-$purpose
wanted=$(cat pyproject.toml constraints.txt scripts/setup.sh | cksum)
if [ -x .venv/bin/iss-viewer ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
  compile_loops
  exit 0
fi

if command -v apt-get >/dev/null; then
  missing=()
  for package in "${libraries[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' \
      || dpkg-query -W -f='${Status}' "${package}t64" 2>/dev/null | grep -q 'ok installed' \
      || missing+=("$package")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    as_root=()
    if [ "$(id -u)" != 0 ]; then
      if ! command -v sudo >/dev/null; then
        echo "Please install as root: apt-get install ${missing[*]}" >&2
        exit 1
      fi
      as_root=(sudo)
    fi
    echo "Installing system packages: ${missing[*]}"
    "${as_root[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  fi
fi

echo "Installing ISS Viewer into .venv"
[ -x .venv/bin/python ] || python3 -m venv .venv
if [ ! -x .venv/bin/uv ]; then
  [ -x .venv/bin/pip ] || .venv/bin/python -m ensurepip -q
  .venv/bin/python -m pip install -q -c constraints.txt uv
fi
what=.
case $purpose in test) what='.[test]' ;; mutants) what='.[test,mutants]' ;; esac
.venv/bin/uv pip install -q --python .venv/bin/python --compile-bytecode -c constraints.txt -e "$what"
compile_loops
echo "$wanted" > "$stamp"
