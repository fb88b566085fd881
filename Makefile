# Two commands: `make run` starts the desktop, `make test` runs every check. Both set the machine up.
# For whoever changes the code: `make check` is the inner loop, `make hooks` asks it at each commit.
.PHONY: run test check hooks wheel mutants night soak test-others format clean

run:
	@scripts/setup.sh run
	@.venv/bin/iss-viewer

test:
	@scripts/setup.sh test
	@scripts/test.sh

# Format, types, import contracts and the tests of what changed: under a minute.
check:
	@scripts/setup.sh test
	@.venv/bin/python scripts/check.py

# The same at each commit (tests: at each push), from tools that are installed here.
hooks:
	@scripts/setup.sh test
	@.venv/bin/pre-commit install

# A wheel that carries its compiled loops, into dist/; installs it apart and proves equal results and its first start.
wheel:
	@scripts/setup.sh test
	@.venv/bin/python scripts/wheel.py

# Changes 200 single lines one after the other, and asks whether a test of the room fails (docs/mutants.md).
mutants:
	@scripts/setup.sh mutants
	@.venv/bin/python tests/mutants/mutants.py

# A hundred thousand inputs of strangers through all readers, three thousand absurd command lines, and ten thousand
# messages to each adapter of feeds, of a new seed each night.
night:
	@scripts/setup.sh test
	@.venv/bin/python tests/fuzz/readers.py 100000
	@.venv/bin/python tests/fuzz/shell.py 3000
	@PYTHONPATH=. .venv/bin/python tests/fuzz/feeds.py 10000

# Eight hours of a real window with random clicks at high speed; needs a display. Shorter: make soak HOURS=1
HOURS = 8
soak:
	@scripts/setup.sh test
	@.venv/bin/python tests/soak/soak.py --hours $(HOURS)

# Opens a recording in Rerun and Foxglove Studio, which it fetches first.
test-others:
	@scripts/setup.sh test
	@scripts/test-others.sh

format:
	@.venv/bin/ruff check --fix iss_viewer tests scripts
	@.venv/bin/ruff format iss_viewer tests scripts

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .grimp_cache
