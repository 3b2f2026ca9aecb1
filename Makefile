# Needs Python 3.11 or later, pip and make; everything else goes into a virtual environment of its own.
#
#   make demo     install, and walk through the main job on invented example exports
#   make test     install what the tests need, and run every check
#   make fuzz     attack every importer for some minutes; SECONDS=60 and SEED=7 say how long and how
#   make bench    run the benchmarks on generated data
#   make docs     write the generated pages anew
#   make site     build the documentation as a site, in build/site
#   make clean    remove what the other targets made
#
# Another interpreter: make test PYTHON=python3.13. Another environment: make test VENV=.venv-313.

PYTHON ?= python3
VENV ?= .venv
SECONDS ?= 180
SEED ?= 0
CHECKS := lint format types pyright api layers

# The folder of the project may have blanks in its name: whole paths stand in quotes, and never in a target.
HOME_OF_VENV := $(if $(filter /%,$(VENV)),$(VENV),$(CURDIR)/$(VENV))
PY := "$(HOME_OF_VENV)/bin/python"
PIP := $(PY) -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
EXAMPLE := examples/netreach-meetup
EXAMPLE_SITE := $(HOME_OF_VENV)/example-site

# Tools find the environment by these two, whatever the caller's shell has active.
export VIRTUAL_ENV := $(HOME_OF_VENV)
export PATH := $(HOME_OF_VENV)/bin:$(PATH)
unexport PYTHONHOME

.DEFAULT_GOAL := help
SITE := build/site
.PHONY: help demo test fuzz bench docs site clean install install-test tests example package $(CHECKS)

help:
	@sed -n '1,/^$$/s/^# \{0,1\}//p' Makefile

demo: install
	@"$(HOME_OF_VENV)/bin/netreach" demo
	@echo
	@echo "The command is $(VENV)/bin/netreach here."

test: $(CHECKS) example tests site package

fuzz: install-test
	@$(PY) tests/fuzz.py --seconds $(SECONDS) --seed $(SEED)

bench: install-test
	@$(PY) -m benchmarks

docs: install-test
	@$(PY) docs/generate.py

# Warnings are errors, notebooks are run, and nothing is fetched.
site: install-test
	@echo "== the documentation as a site"
	@rm -rf "$(SITE)"
	@$(PY) -m sphinx --builder html --fail-on-warning --keep-going --fresh-env --quiet \
	  --doctree-dir build/site-parts docs "$(SITE)"
	@$(PY) docs/check_site.py "$(SITE)"
	@echo "open $(SITE)/index.html"

# Wheel and sdist, and the tests of an installation that has never seen this folder.
package: install-test
	@echo "== the package, installed from its wheel"
	@$(PY) tests/package.py "$(HOME_OF_VENV)/package"

# --- installing ------------------------------------------------------------------------------------------------

install: $(VENV)/.stamp-install
install-test: $(VENV)/.stamp-test

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "netreach needs Python 3.11 or later; name one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "== making the virtual environment $(VENV)"
	@$(PYTHON) -m venv --clear "$(VENV)" || { rm -rf "$(VENV)"; \
	  echo "the module venv is needed; on Debian and Ubuntu it is the package python3-venv" >&2; exit 1; }

$(VENV)/.stamp-install: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "== installing netreach"
	@$(PIP) --editable .
	@touch $@

$(VENV)/.stamp-test: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "== installing netreach and what its tests need"
	@$(PIP) --editable '.[docs,test]'
	@touch $@ $(VENV)/.stamp-install

# --- checks ----------------------------------------------------------------------------------------------------

lint: install-test
	@echo "== ruff check"
	@$(PY) -m ruff check --quiet .

format: install-test
	@echo "== ruff format"
	@$(PY) -m ruff format --quiet --diff .

types: install-test
	@echo "== mypy"
	@$(PY) -m mypy

pyright: install-test
	@echo "== pyright"
	@$(PY) -m pyright

# Fails unless every public name has a known type.
api: install-test
	@echo "== types of the public API"
	@$(PY) -m pyright --verifytypes netreach --ignoreexternal > "$(HOME_OF_VENV)/verifytypes.txt" \
	  || { cat "$(HOME_OF_VENV)/verifytypes.txt"; exit 1; }
	@grep 'Type completeness score' "$(HOME_OF_VENV)/verifytypes.txt"

layers: install-test
	@echo "== layers"
	@"$(HOME_OF_VENV)/bin/lint-imports" --no-logo > "$(HOME_OF_VENV)/layers.txt" || { cat "$(HOME_OF_VENV)/layers.txt"; exit 1; }
	@grep 'Contracts:' "$(HOME_OF_VENV)/layers.txt"

# The example is installed like anybody's plugin, but beside the environment, so that the tests of netreach
# itself run without it.
example: install-test
	@echo "== the example plugin package"
	@rm -rf "$(EXAMPLE_SITE)"
	@$(PIP) --no-deps --target "$(EXAMPLE_SITE)" ./$(EXAMPLE)
	@cd $(EXAMPLE) && $(PY) -m mypy
	@cd $(EXAMPLE) && PYTHONPATH="$(EXAMPLE_SITE)" $(PY) -m pytest

tests: install-test
	@echo "== tests, doctests and the code of the documentation"
	@$(PY) -m pytest tests src/netreach

clean:
	@if [ -f "$(VENV)/pyvenv.cfg" ]; then rm -rf "$(VENV)"; fi
	@rm -rf build dist demo-output .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache \
	  $(EXAMPLE)/build $(EXAMPLE)/dist $(EXAMPLE)/.mypy_cache $(EXAMPLE)/.pytest_cache
	@find src tests docs benchmarks examples -name __pycache__ -type d -prune -exec rm -rf {} +
