# Every command of the project. `make` prints them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SAM := PATH="$(CURDIR)/$(BIN):$$PATH" SAM_CLI_TELEMETRY=0 $(BIN)/uvx --quiet --from aws-sam-cli==1.170.0 sam

# Where Lambda's Python is, for what is compiled.
include build.mk
export PYTHON313

.PHONY: help run digits reset test check operate check-list check-letters screenshots benchmark-lists benchmark-letters benchmark-country benchmark-deliveries benchmark-desk benchmark-pages benchmark-cold cost load translations api-document lock sbom audit build deploy

help: ## Show the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(READY) ## Start the whole system on this machine, with a demo school (PORT=8000 AWS_PORT=4566)
	@$(BIN)/python -m local

digits: $(READY) ## Show the six digits with which the demo school's beheerder logs in now
	@$(BIN)/python -m local digits

reset: $(READY) ## Forget everything the local system kept
	@$(BIN)/python -m local reset

test: $(READY) ## Run all checks and all tests, the browser's too
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m tests.verapdf
	@$(BIN)/python -m tests.npm
	@$(MAKE) --no-print-directory check
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

check: $(READY) ## Check style, types and the template
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/cfn-lint template.yaml
	@AWS_DEFAULT_REGION=eu-west-1 $(SAM) validate --lint

operate: $(READY) ## Manage the schools of a stack: make operate ARGS="add-school --help"
	@PYTHONPATH=layers/common $(BIN)/python -m operate $(ARGS)

check-list: $(READY) ## Tell what would become of a pupil list, without uploading it: make check-list FILE=path
	@PYTHONPATH=functions:layers/common $(BIN)/python -m operate.check_list "$(FILE)"

screenshots: $(READY) ## Take a picture of every page in every state and language
	@$(BIN)/python -m tests.browser
	@PYTHONPATH=functions:layers/common:layers/typesetting AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=eu-west-1 $(BIN)/python -m tests.pages.screenshots

check-letters: $(READY) ## Make an example letter in each language and let veraPDF judge it
	@PYTHONPATH=functions:layers/common:layers/typesetting $(BIN)/python -m tests.letters.examples

benchmark-lists: $(READY) ## Compare the reading of lists with the plain library calls
	@PYTHONPATH=functions:layers/common $(BIN)/python -m benchmarks.lists

benchmark-letters: $(READY) ## Compare the making of letters with reportlab and WeasyPrint
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --target .cache/benchmarks --require-hashes -r benchmarks/requirements.txt
	@PYTHONPATH=functions:layers/common:layers/typesetting:.cache/benchmarks $(BIN)/python -m benchmarks.letters

benchmark-country: $(READY) ## Reckon what the letters of all Dutch primary schools cost
	@PYTHONPATH=functions:layers/common:layers/typesetting $(BIN)/python -m benchmarks.country

translations: $(READY) ## Bring the catalogues of the pages up to date with the texts in the code, and compile them
	@$(BIN)/python -m operate.translations

benchmark-deliveries: $(READY) ## Measure what a delivery costs, and how long a school waits for the last one
	@PYTHONPATH=functions:layers/common:layers/typesetting:layers/lists $(BIN)/python -m benchmarks.deliveries

benchmark-desk: $(READY) ## Count what the pages of the desk cost a school of 2,000 pupils, beside one of 200
	@PYTHONPATH=functions:layers/common:layers/typesetting:layers/lists $(BIN)/python -m benchmarks.desk

benchmark-pages: $(READY) ## Measure what the first view of the pages costs a phone, against the budget
	@$(BIN)/python -m tests.browser
	@PYTHONPATH=functions:layers/common:layers/typesetting $(BIN)/python -m benchmarks.pages

api-document: $(READY) ## Write the OpenAPI document of the JSON doors anew
	@PYTHONPATH=functions:layers/common:layers/typesetting $(BIN)/python -m operate.api

benchmark-cold: $(READY) ## Measure the cold start of each function as built for this machine, and its pages warm
	@test -n "$(PYTHON313)" || { echo "Lambda's Python is needed: install Python 3.13, or name it with PYTHON313=…"; exit 1; }
	@PLATFORM=$$(uname -m)-manylinux_2_34 $(SAM) build --build-dir .cache/native >.cache/native.log 2>&1 || { cat .cache/native.log; exit 1; }
	@PYTHONPATH=functions:layers/common:layers/typesetting:layers/lists $(BIN)/python -m benchmarks.cold "$(PYTHON313)" .cache/native

cost: $(READY) ## Write docs/cost.md: what a school costs in a year, and what the busiest week needs
	@PYTHONPATH=functions:layers/common:layers/typesetting:layers/lists $(BIN)/python -m benchmarks.cost

load: $(READY) ## Show what grows with the table, and with the number of people at once
	@PYTHONPATH=functions:layers/common:layers/typesetting:layers/lists $(BIN)/python -m benchmarks.load

lock: $(READY) ## Write the lock files anew from pyproject.toml
	@$(BIN)/python -m operate.lock

# Of what is shipped: three layers. The locks say all of it; only the tool that writes it down comes from the index.
sbom: $(READY) ## Write the bill of materials of each layer (CycloneDX, from the lock files) to .cache/sbom/
	@mkdir -p .cache/sbom
	@for one in common typesetting lists; do \
	    $(BIN)/uvx --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py requirements --pyproject pyproject.toml \
	        --output-reproducible --of JSON -o .cache/sbom/$$one.cdx.json layers/$$one/requirements.txt || exit 1; \
	done

audit: $(READY) ## Ask the vulnerability service of PyPI about every locked package of the layers; needs the internet
	@for one in common typesetting lists; do \
	    $(BIN)/uvx --quiet --from pip-audit==2.10.1 pip-audit --strict --disable-pip --require-hashes \
	        -r layers/$$one/requirements.txt || exit 1; \
	done

build: $(READY) ## Build what goes to the cloud
	@$(SAM) build

deploy: build ## Deploy to the AWS account of your credentials
	@$(SAM) deploy --guided

# A virtual environment with exactly the locked packages.
$(READY): requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: install it, or name it with PYTHON=…"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || { \
	    rm -rf $(VENV); \
	    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	        apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null && $(PYTHON) -m venv $(VENV); \
	    else echo "Python's venv is missing: install the package python3-venv"; exit 1; fi; }
	@echo "Installing what is needed…"
	@$(BIN)/pip --quiet --disable-pip-version-check install "$$(grep -o '^uv==[0-9.]*' requirements-dev.txt)"
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements-dev.txt
	@touch $(READY)
