# Every target sets up what it needs. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PAGES ?=
SECONDS ?= 60
KILLS ?= 1000
ENGINE_KILLS ?= 100

.DEFAULT_GOAL := help
.PHONY: help setup services run demo test slow hostile fuzz chaos check format bench backlog polling clean

help: ## Show the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: $(STAMP) ## Make .venv with Vedette and all packages in it

$(STAMP): pyproject.toml
	@scripts/python.sh $(PYTHON)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing packages into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

services: ## Install redis-server and PostgreSQL where they are missing (the tests use them)
	@scripts/services.sh

run: setup ## Run the embedded service on config/sources.toml until stopped (Ctrl-C)
	@$(BIN)/vedette run

demo: setup ## Show the main job on a sample web, served on loopback
	@$(BIN)/vedette demo

test: setup services ## Run the whole suite (starts its own Redis and PostgreSQL)
	@$(BIN)/python -m pytest $(ARGS)

slow: setup services ## Run the journeys that take a minute each, which `make test` leaves out
	@$(BIN)/python -m pytest -m slow $(ARGS)

hostile: setup services ## Meet all faults and attacks of the web at length; prints the table (ARGS=--area time)
	@PYTHONPATH=tests $(BIN)/python -m hostile $(ARGS)

chaos: setup services ## Break both engines, KILLS=1000 and ENGINE_KILLS=100; prints the figures (ARGS=--seed 7)
	@PYTHONPATH=tests $(BIN)/python -m chaos --kills $(KILLS) --engine-kills $(ENGINE_KILLS) $(ARGS)

fuzz: setup ## Fuzz with coverage guidance, SECONDS=60 for each target (ARGS="--target urls")
	@$(BIN)/python -c 'import atheris' 2>/dev/null || \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,fuzz]'
	@PYTHONPATH=tests $(BIN)/python -m fuzz --seconds $(SECONDS) $(ARGS)

check: setup ## Format, lint, types, import rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: setup ## Format and fix what can be fixed
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: setup services ## Measure the classifier, both engines (PAGES=folder of HTML), and simulate polling
	@$(BIN)/python -m bench.classifier
	@$(BIN)/python -m bench $(if $(PAGES),--pages $(PAGES)) $(ARGS)
	@$(BIN)/python -m bench.polling
	@$(BIN)/python -m bench.backlog --urls 100000 --hosts 5000

backlog: setup services ## Claim, submit, tick and status with 1,000,000 URLs waiting on 10,000 hosts
	@$(BIN)/python -m bench.backlog $(ARGS)

polling: setup ## Simulate 1,000 sources for 30 days, and compare with fixed polls (ARGS=--seed 7)
	@$(BIN)/python -m bench.polling $(ARGS)

clean: ## Remove .venv and caches; data/ stays
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache dist build
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
