# Two commands: `make run` starts the desktop, `make test` runs every check. Both set the machine up.
.PHONY: run test test-others format clean

run:
	@scripts/setup.sh run
	@.venv/bin/iss-viewer

test:
	@scripts/setup.sh test
	@scripts/test.sh

# Opens a recording in Rerun and Foxglove Studio, which it fetches first.
test-others:
	@scripts/setup.sh test
	@scripts/test-others.sh

format:
	@.venv/bin/ruff check --fix iss_viewer tests
	@.venv/bin/ruff format iss_viewer tests

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
