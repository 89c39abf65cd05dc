# `make` alone lists what can be done. Every target sets up what it needs on first use.

PYTHON ?= python3
VENV := .venv
STORE := vectorstore
TRAINING := ragqa/models/training
TRAIN = $(BIN)/python -m training.train_reader --data ../shared/train
FUZZ_SECONDS ?= 600

BIN := $(VENV)/bin
# An empty file that stands for a finished installation, of the program or of its tools as well.
RUN := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
TRAINED := $(VENV)/.installed-train
INDEX := $(STORE)/manifest.json
# The checker of accessibility; the tests that need it say so where npm is missing.
AXE := $(if $(shell command -v npm),tests/browser/node_modules/.package-lock.json)

export PIP_DISABLE_PIP_VERSION_CHECK := 1

# A question may hold any character. It goes by the environment, word for word: make would expand
# its dollar signs, and the shell its quotation marks.
unexport Q
export QUESTION = $(value Q)

ifeq ($(MAKECMDGOALS)|$(value Q),ask|)
$(error No question: give one, as in make ask Q="Who directed the documentary?")
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help chat ask index test lint check format bench bench-chat bench-scale train-reader fuzz screenshots constraints clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / {printf "%-12s %s\n", $$1, $$2}' Makefile

chat: $(RUN) $(INDEX) ## Open the chat about corpus/ on http://127.0.0.1:7860
	@$(BIN)/ragqa chat --store $(STORE)

ask: $(RUN) $(INDEX) ## Answer one question from corpus/: make ask Q="Who ...?"
	@$(BIN)/ragqa ask --store $(STORE) -- "$$QUESTION"

index: $(RUN) ## Index corpus/ into vectorstore/, only what changed
	@$(BIN)/ragqa index corpus --store $(STORE)

test: $(DEV) $(AXE) ## Run the tests, with branch coverage (those in a browser need chromium and npm)
	$(BIN)/python -m pytest --cov --numprocesses auto --dist loadscope

lint: $(DEV) ## Check format, style, types and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test ## Run what CI runs, but for a minute of fuzz: lint, then test

format: $(DEV) ## Format the code and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(DEV) ## Run every benchmark, print its figures and renew docs/quality.md (data in ../shared)
	@for script in benchmarks/[!_]*.py; do \
		name=$$(basename "$$script" .py); \
		echo "benchmarks.$$name"; \
		$(BIN)/python -m "benchmarks.$$name" || exit; \
	done

bench-chat: $(DEV) ## Time 20 conversations at once beside one, through the real server
	@$(BIN)/python -m benchmarks.chat

bench-scale: $(DEV) ## Grow a store to N chunks (N=10000) and print what it costs
	@$(BIN)/python -m benchmarks.scale $(or $(N),10000)

train-reader: $(TRAINED) $(TRAINING)/teacher/reader.pt ## Train, export, measure and describe the reader: minutes on a GPU, else days (needs apertium-eng-spa, wordnet-base; data in ../shared)
	$(TRAIN) --teacher $(TRAINING)/teacher/reader.pt --out $(TRAINING)/taught --unfinished \
		--seed 52 --steps 1177 --batch 96 --rate 2.5e-4 --workers 3
	$(TRAIN) --teacher $(TRAINING)/teacher/reader.pt --out $(TRAINING)/taught-on \
		--weights $(TRAINING)/taught/reader.pt \
		--seed 53 --steps 896 --batch 128 --rate 2e-4 --workers 14 --unfinished
	$(TRAIN) --teacher $(TRAINING)/teacher/reader.pt --out $(TRAINING)/taught-further \
		--weights $(TRAINING)/taught-on/reader.pt \
		--seed 54 --steps 1500 --batch 160 --rate 2.5e-4 --workers 12

$(TRAINING)/teacher/reader.pt: | $(TRAINED)
	$(TRAIN) --base mpnet --out $(@D) --unfinished \
		--seed 1 --steps 800 --batch 64 --rate 5e-5 --workers 12

fuzz: $(DEV) ## Read changed files of every format for ten minutes (FUZZ_SECONDS=600)
	PYTHONPATH=. $(BIN)/python tests/fuzz_loaders.py $(FUZZ_SECONDS)

screenshots: $(DEV) ## Take the pictures of docs/images anew (needs Debian's chromium)
	@$(BIN)/python docs/screenshots.py

constraints: $(BIN)/python ## Renew the pins of constraints.txt (torch keeps its own)
	$(PYTHON) -m venv --clear $(VENV)/pins
	grep '^torch==' constraints.txt > $(VENV)/pins/torch.txt
	$(VENV)/pins/bin/python -m pip install --quiet -c $(VENV)/pins/torch.txt '.[dev,langchain,train]'
	grep '^#' constraints.txt > $(VENV)/pins/constraints.txt
	$(VENV)/pins/bin/python -m pip freeze --all --exclude pip --exclude ragqa \
		| sed 's/+.*//' >> $(VENV)/pins/constraints.txt
	mv $(VENV)/pins/constraints.txt constraints.txt
	rm -rf $(VENV)/pins

clean: ## Remove .venv, the index and all caches; files and opinions given in the chat stay
	rm -rf .venv .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	rm -rf benchmarks/results/reports dist tests/browser/node_modules
	find vectorstore -mindepth 1 -maxdepth 1 ! -name README.md ! -name user -exec rm -rf {} +
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "ragqa needs Python 3.11 or later; $(PYTHON) is" \
			"$$("$(PYTHON)" --version 2>/dev/null || echo missing)." \
			"Install one, or name it: make PYTHON=/path/to/python3" >&2; \
		exit 1; \
	}
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) lacks its venv module, which sets up $(VENV)." \
			"Install it (Debian and Ubuntu: apt install python3-venv)" >&2; \
		exit 1; \
	}
	@echo "Making $(VENV) with $$("$(PYTHON)" --version)"
	@"$(PYTHON)" -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(RUN): $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing ragqa into $(VENV); the first time takes some minutes"
	@$(BIN)/python -m pip install --quiet -c constraints.txt -e .
	@touch $@

$(TRAINED): $(DEV)
	@$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[train]'
	@touch $@

$(DEV): $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing ragqa and its tools into $(VENV); the first time takes some minutes"
	@$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev]'
	@touch $(RUN) $@

tests/browser/node_modules/.package-lock.json: tests/browser/package-lock.json
	@npm ci --prefix tests/browser --silent --no-audit --no-fund
	@touch $@

# The question to find is not a list of prerequisites, because file names may hold spaces. The
# touch is for a corpus that is newer and yet the same: then the store is not written again.
$(INDEX): $(shell find corpus -newer $(INDEX) 2>/dev/null | sed -n '1s/.*/corpus-changed/p') | $(RUN)
	@$(BIN)/ragqa index corpus --store $(STORE)
	@touch $@

.PHONY: corpus-changed
corpus-changed:
