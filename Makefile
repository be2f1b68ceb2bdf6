.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
CHROMIUM := /usr/bin/chromium

# Several test processes share the cores: each does its linear algebra on one thread.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1

.PHONY: sbom audit help install demo test-fast test prove mutate test-browser screenshots lint format clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Fairloop needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $(STAMP)

install: $(STAMP) ## Create .venv and install everything into it

demo: install ## Play the story in a Slack workspace on this machine, then leave it open
	$(BIN)/fairloop demo

test-fast: install ## Run the rules' unit tests and the tables of what follows, in seconds
	$(BIN)/python -m pytest -m "not slow and not large" tests/domain tests/views tests/consequences

test: install ## Run all tests, on SQLite and where SQL may differ on PostgreSQL, with a few random tries
	$(BIN)/python -m pytest -n 3 --maxschedchunk 1 -m "not browser"

prove: install ## Run every random test with its large count, each alone, and all stories on both databases
	$(BIN)/python -m tests.prove $(PROVE)

mutate: install ## Break the domain's rules at random and print what make test-fast doesn't notice
	$(BIN)/python -m tests.mutate $(MUTANTS)

test-browser: install ## Drive the sandbox's page with Chromium (Debian: apt-get install chromium)
	@test -x $(CHROMIUM) || { echo "The browser tests need Chromium at $(CHROMIUM): apt-get install chromium"; exit 1; }
	$(BIN)/python -m pytest -n 2 -m browser tests/browser $(BROWSER_ARGS)

screenshots: install ## Play the story and take the README's pictures of it, into docs/pictures
	$(BIN)/python -m tests.browser.pictures docs/pictures

lint: install ## Check format, lint, types, import rules and migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.check_migrations

format: install ## Format the code and mend what can be mended by itself
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

TOOLS := .venv-tools
$(TOOLS)/.installed: Makefile
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check cyclonedx-bom==7.5.0 pip-audit==2.10.1
	@touch $@

sbom: install $(TOOLS)/.installed ## Write sbom.json: everything that is installed, as CycloneDX
	$(TOOLS)/bin/cyclonedx-py environment $(BIN)/python --pyproject pyproject.toml --of JSON -o sbom.json

audit: install $(TOOLS)/.installed ## Look for known holes in what is installed (asks PyPI's advisories)
	$(TOOLS)/bin/pip-audit --path "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"

clean: ## Remove the virtual environment and caches
	rm -rf $(VENV) $(TOOLS) sbom.json mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis
