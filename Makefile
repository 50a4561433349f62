# SPDX-License-Identifier: Apache-2.0
# `make` lists the commands. Each sets up what it needs: Debian packages, .venv, this package in it.

IN ?= samples
OUT ?= out
DATA ?= samples
JOBS ?=
MINUTES ?= 30
export PYTHON

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet

.PHONY: help triage convert test eark drill faults fuzz lint bench changes layers bundles scale soak overhead parse-speed docs messages clean packages test-packages bench-packages

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1@\2/p' $(MAKEFILE_LIST) | while IFS=@ read -r a b; do printf '%-16s %s\n' "$$a" "$$b"; done

convert: $(VENV)/.ready ## convert the scans in IN (samples) into OUT (out), and show what was made
	$(PY) -m ocr_kh convert "$(IN)" --out "$(OUT)" --summary $(if $(JOBS),--jobs $(JOBS))

test: $(VENV)/.ready-dev | test-packages ## run the tests; Debian's chromium and fonts come for some of them
	$(PY) -m pytest -n auto --dist loadscope --no-loadscope-reorder

eark: $(VENV)/.ready-dev build/eark/.ready ## hold packages of ocr-kh deliver against eark-validator, by its list of known reports
	EARK_VALIDATOR=build/eark/bin/python $(PY) -m pytest tests/unit/delivery/test_eark_validator.py -n 0

drill: $(VENV)/.ready-dev ## the long fault drill: bad engines, bad files, kills (minutes)
	OCR_KH_DRILL=1 $(PY) -m pytest tests/drill -n auto --dist worksteal --timeout 1200

faults: $(VENV)/.ready-dev ## make every single request to the system fail in turn, and go on after it (half an hour)
	$(PY) tests/drill/failure_by_counter.py
	$(PY) tests/drill/failure_by_counter.py --lasting

fuzz: $(VENV)/.ready-fuzz ## feed random input to what reads files and texts, for MINUTES (30)
	$(PY) -m fuzz --minutes $(MINUTES)

soak: $(VENV)/.ready ## read 500 pages and see that nothing grows: memory, open files, processes (a quarter of an hour)
	$(PY) -m bench.soak samples --jobs $(or $(JOBS),2)

lint: $(VENV)/.ready-dev ## check style and types
	$(PY) -m ruff check .
	$(PY) -m mypy

bench: $(VENV)/.ready-bench ## measure on DATA (scans with truth beside them) next to Tesseract and OCRmyPDF
	$(PY) -m bench.whole "$(DATA)" $(if $(JOBS),--jobs $(JOBS))
	@test ! -d "$(DATA)/digital" || $(PY) -m bench.conditions "$(DATA)" --set report $(if $(JOBS),--jobs $(JOBS))

triage: $(VENV)/.ready-bench ## measure on DATA (as for bench) how many of the errors triage finds; ARGS=--fit finds its weights
	$(PY) -m bench.triage "$(DATA)" $(ARGS)

changes: $(VENV)/.ready ## what the code here alters in the outputs of samples, cases and DATA; BASE=commit, ARGS=--exact for a proof
	$(PY) -m bench.changes since $(BASE) $(if $(filter-out samples,$(DATA)),--data "$(DATA)") $(ARGS)

layers: $(VENV)/.ready ## measure verdicts on text layers on DATA (PDFs in digital, legacy, scanned)
	$(PY) -m bench.layers "$(DATA)"

bundles: $(VENV)/.ready ## measure how files of several documents are cut, made of DATA (one document a file) and the samples
	$(PY) -m bench.bundles "$(DATA)" --samples samples --cache out/.pages

scale: $(VENV)/.ready-dev ## measure two workers of Dask beside one on IN (samples); wants a quiet machine, 5 minutes
	$(PY) -m bench.scale "$(IN)"

parse-speed: $(VENV)/.ready ## measure the CPU seconds that parse takes for 1,000 pages, on the texts in DATA; ARGS=--words 349
	$(PY) -m bench.parse_speed "$(DATA)" $(ARGS)

overhead: $(VENV)/.ready ## measure what is spent on DATA beside recognition, in CPU seconds
	$(PY) -m bench.overhead "$(DATA)"

archival: $(VENV)/.ready-dev ## measure which files of DATA become PDF/A; ARGS=--corpus FOLDER measures the checker on veraPDF's corpus
	$(PY) -m bench.archival $(if $(ARGS),$(ARGS),"$(DATA)")

docs: $(VENV)/.ready-dev ## write what docs/ take from the code anew: command line, errors, warnings, layers, the Python API
	$(PY) .ci/reference.py

messages: $(VENV)/.ready-dev ## collect new messages into the Vietnamese .po and compile it
	$(PY) .ci/messages.py

clean: ## remove what was set up and made (.venv, out, caches)
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

packages:
	@.ci/debian-packages

test-packages:
	@.ci/debian-packages test

bench-packages:
	@.ci/debian-packages bench

# A stamp a set-up: made anew when pyproject.toml changes. The package is installed in place (editable).
$(PY): | packages
	"$$(.ci/python)" -m venv $(VENV)

$(VENV)/.ready: pyproject.toml | packages $(PY)
	$(PIP) install --editable .
	@touch $@

$(VENV)/.ready-dev: pyproject.toml | packages $(PY)
	$(PIP) install --editable '.[dev]'
	@touch $@ $(VENV)/.ready

# In an environment of its own: it pins lxml 5.1.0.
build/eark/.ready: | packages
	"$$(.ci/python)" -m venv build/eark
	build/eark/bin/python -m pip --disable-pip-version-check --quiet install eark-validator==1.1.3
	@touch $@

$(VENV)/.ready-fuzz: pyproject.toml | packages $(PY)
	$(PIP) install --editable '.[fuzz]'
	@touch $@ $(VENV)/.ready

$(VENV)/.ready-bench: pyproject.toml | bench-packages packages $(PY)
	$(PIP) install --editable '.[bench]'
	@touch $@ $(VENV)/.ready
