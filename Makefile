# Two commands for a newcomer: `make serve` shows the blog, `make test` proves it.
# Both only make the environment and call invoke; `.venv/bin/invoke --list` has the rest.

PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell command -v $(name) >/dev/null 2>&1 && \
	$(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
PORT ?= 8000
BIND ?= 127.0.0.1
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help serve test setup clean

help:
	@echo 'make serve [PORT=8000] [BIND=127.0.0.1]   show the blog, reload on every change'
	@echo 'make test                                 run the whole test suite'
	@echo 'make setup                                only make .venv, with the tools of development'
	@echo 'make clean                                remove .venv, output and caches'

serve: .venv/site.stamp
	@$(BIN)/invoke serve --port $(PORT) --bind $(BIND)

test: .venv/dev.stamp
	@$(BIN)/invoke test

setup: .venv/dev.stamp

# Started afresh when a lock changes, so that what left the lock leaves the environment.
.venv/site.stamp: requirements.lock
	@test -n '$(PYTHON)' || { echo 'No Python 3.11 or newer was found on PATH.' \
		'Install one, or name it: make PYTHON=/path/to/python3.13' >&2; exit 1; }
	@echo 'Making .venv with $(PYTHON) (once, about half a minute) …'
	@$(PYTHON) -m venv --clear .venv || { echo 'Python could not make .venv; on Debian and' \
		'Ubuntu: apt install python3-venv' >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/site.stamp
	@echo 'Adding the tools of development and tests to .venv …'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

clean:
	rm -rf .venv output .output-* .hypothesis .mypy_cache .pytest_cache .ruff_cache .coverage
