# Thin: each target is what one would type. PYTHON=python3.12 chooses the interpreter, VENV another folder,
# ARGS goes on to the program: make demo ARGS="--port 9000", make test ARGS="tests/house -x".

VENV ?= .venv
BIN := $(VENV)/bin
ARGS ?=
# The first that runs and is new enough; `python3` may be an older one, or a shim that starts nothing.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PROJECT := $(PIP) install --no-deps --no-build-isolation --editable .
LOCKED := $(PIP) install --require-hashes --requirement requirements/build.txt --requirement

.DEFAULT_GOAL := help
.PHONY: help demo dev test lint lock screenshot bench clean

help:
	@echo "make demo        load the Gaza data set into a store of its own, serve it, say where"
	@echo "make test        run every test; says at the end what it could not run, and why"
	@echo "make lint        ruff, mypy, pyright, import-linter"
	@echo "make lock        write requirements/*.txt anew (ARGS=--upgrade for newer versions)"
	@echo "make screenshot  take the README's pictures"
	@echo "make bench       measure both engines"
	@echo "make clean       remove $(VENV)"

demo: $(VENV)/.runtime
	@$(BIN)/parley demo $(ARGS)

dev: $(VENV)/.dev

test: $(VENV)/.dev
	@$(BIN)/python -m pytest -p tests.house.plugin --numprocesses 2 --dist loadscope $(ARGS)

lint: $(VENV)/.dev
	@BIN=$(BIN) scripts/lint

lock: $(VENV)/.dev
	@BIN=$(BIN) scripts/lock $(ARGS)

screenshot: $(VENV)/.dev
	@$(BIN)/python scripts/screenshot.py $(ARGS)

bench: $(VENV)/.dev
	@$(BIN)/python -m bench $(ARGS)

clean:
	rm -rf $(VENV)

# A stamp is touched only when everything before it went well, so that a broken installation is done again.
$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or say make PYTHON=/path/to/python3" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is older than Python 3.11: say make PYTHON=/path/to/a/newer/python3" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "$(PYTHON) could not make $(VENV): on Debian and Ubuntu, apt install python3-venv" >&2; exit 2; }
	@touch $@

$(VENV)/.runtime: $(VENV)/.made requirements/build.txt requirements/runtime.txt pyproject.toml
	@echo "Installing what Parley needs into $(VENV) (only this time) …"
	@$(LOCKED) requirements/runtime.txt
	@$(PROJECT)
	@touch $@

$(VENV)/.dev: $(VENV)/.made requirements/build.txt requirements/dev.txt pyproject.toml
	@echo "Installing what Parley's tests need into $(VENV) (only this time) …"
	@$(LOCKED) requirements/dev.txt
	@$(PROJECT)
	@touch $@ $(VENV)/.runtime
