# Every command of the project. `make` prints them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
# Which deployment of samconfig.toml.
ENV ?= prod
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SAM := PATH="$(CURDIR)/$(BIN):$$PATH" SAM_CLI_TELEMETRY=0 $(BIN)/uvx --quiet --from aws-sam-cli==1.170.0 sam

# Where Lambda's Python is, for what is compiled.
include build.mk
export PYTHON313

.PHONY: help run digits reset test attack check operate check-list check-letters screenshots benchmark-lists benchmark-letters benchmark-country benchmark-deliveries benchmark-desk benchmark-pages benchmark-cold cost load translations api-document lock sbom audit scan build rehearse-deploy deploy deploy-edge upgrade go-back tail redrive doctor

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
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

attack: SECONDS ?= 600
attack: $(READY) ## Attack all of it: interruptions, races, hostile requests, bent files (SECONDS=600)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --target .cache/attack/packages --require-hashes -r tests/attack/requirements.txt || \
	    { echo "Here is no atheris; all but it: $(BIN)/python -m tests.attack --without tests.attack.guided"; exit 1; }
	@$(BIN)/python -m tests.attack --seconds $(SECONDS)

check: $(READY) ## Check style, types and the template
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/cfn-lint template.yaml watch.yaml
	@$(BIN)/cfn-lint --regions us-east-1 -- edge.yaml
	@AWS_DEFAULT_REGION=eu-west-1 $(SAM) validate --lint
	@AWS_DEFAULT_REGION=us-east-1 $(SAM) validate --lint --template edge.yaml
	@$(MAKE) --no-print-directory scan

operate: $(READY) ## Manage the schools of a stack: make operate ARGS="add-school --help"
	@$(OPERATE_IT) $(or $(ARGS),--help)

# What is given to a command of ours is a word to the shell, whatever is in it.
export STACK EVENT ABOUT FUNCTION SINCE MOST QUEUE FILE

# Of which stack: STACK=name, or LOCAL=1 for the system that make run started; else the one of prod in samconfig.toml.
OPERATE_IT = PYTHONPATH=layers/common:layers/fonts $(BIN)/python -m operate
# Of the stack and in the region that $$there names.
OPERATE_THERE = AWS_DEFAULT_REGION="$${there\#* }" $(OPERATE_IT) --stack "$${there%% *}"
OPERATE = $(OPERATE_IT) $(if $(LOCAL),--local,$(if $(STACK),--stack "$$STACK"))

tail: $(READY) ## Print the newest log lines of a stack (EVENT=… ABOUT=… FUNCTION=… SINCE=1h MOST=100, STACK=… or LOCAL=1)
	@$(OPERATE) tail --event "$$EVENT" --about "$$ABOUT" --function "$$FUNCTION" --since "$${SINCE:-1h}" --most "$${MOST:-100}"

redrive: $(READY) ## Give dead letters another chance: make redrive QUEUE=lists (letters, deliveries, mail-events, outbox)
	@$(OPERATE) redrive --queue "$$QUEUE"

doctor: $(READY) ## Look whether a stack is as it should be, and say what to do (STACK=… or LOCAL=1)
	@$(OPERATE) doctor

check-list: $(READY) ## Tell what would become of a pupil list, without uploading it: make check-list FILE=path
	@PYTHONPATH=functions:layers/common $(BIN)/python -m operate.check_list "$$FILE"

screenshots: $(READY) ## Take a picture of every page in every state and language
	@$(BIN)/python -m tests.browser
	@PYTHONPATH=functions:layers/common:layers/fonts AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=eu-west-1 $(BIN)/python -m tests.pages.screenshots

check-letters: $(READY) ## Make an example letter in each language and let veraPDF judge it
	@PYTHONPATH=functions:layers/common:layers/fonts $(BIN)/python -m tests.letters.examples

benchmark-lists: $(READY) ## Compare the reading of lists with the plain library calls
	@PYTHONPATH=functions:layers/common $(BIN)/python -m benchmarks.lists

benchmark-letters: $(READY) ## Compare the making of letters with reportlab and WeasyPrint
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --target .cache/benchmarks --require-hashes -r benchmarks/requirements.txt
	@PYTHONPATH=functions:layers/common:layers/fonts:.cache/benchmarks $(BIN)/python -m benchmarks.letters

benchmark-country: $(READY) ## Reckon what the letters of all Dutch primary schools cost
	@PYTHONPATH=functions:layers/common:layers/fonts $(BIN)/python -m benchmarks.country

translations: $(READY) ## Bring the catalogues of the pages up to date with the texts in the code, and compile them
	@$(BIN)/python -m operate.translations

benchmark-deliveries: $(READY) ## Measure what a delivery costs, and how long a school waits for the last one
	@PYTHONPATH=functions:layers/common:layers/fonts:layers/lists $(BIN)/python -m benchmarks.deliveries

benchmark-desk: $(READY) ## Count what the pages of the desk cost a school of 2,000 pupils, beside one of 200
	@PYTHONPATH=functions:layers/common:layers/fonts:layers/lists $(BIN)/python -m benchmarks.desk

benchmark-pages: $(READY) ## Measure what the first view of the pages costs a phone, against the budget
	@$(BIN)/python -m tests.browser
	@PYTHONPATH=functions:layers/common:layers/fonts $(BIN)/python -m benchmarks.pages

api-document: $(READY) ## Write the OpenAPI document of the JSON doors anew
	@PYTHONPATH=functions:layers/common:layers/fonts $(BIN)/python -m operate.api

benchmark-cold: $(READY) ## Measure the cold start of each function as built for this machine, and its pages warm
	@test -n "$(PYTHON313)" || { echo "Lambda's Python is needed: install Python 3.13, or name it with PYTHON313=…"; exit 1; }
	@mkdir -p .cache; PLATFORM=$$(uname -m)-manylinux_2_34 $(SAM) build --build-dir .cache/native >.cache/native.log 2>&1 || { cat .cache/native.log; exit 1; }
	@PYTHONPATH=functions:layers/common:layers/fonts:layers/lists $(BIN)/python -m benchmarks.cold "$(PYTHON313)" .cache/native

cost: $(READY) ## Write docs/cost.md: what a school costs in a year, and what the busiest week needs
	@PYTHONPATH=functions:layers/common:layers/fonts:layers/lists $(BIN)/python -m benchmarks.cost

load: $(READY) ## Show what grows with the table, and with the number of people at once
	@PYTHONPATH=functions:layers/common:layers/fonts:layers/lists $(BIN)/python -m benchmarks.load

lock: $(READY) ## Write the lock files anew from pyproject.toml
	@$(BIN)/python -m operate.lock

# Of what is shipped: three layers. The locks say all of it; only the tool that writes it down comes from the index.
sbom: $(READY) ## Write the bill of materials of each layer (CycloneDX, from the lock files) to .cache/sbom/
	@mkdir -p .cache/sbom
	@for one in common typesetting lists; do \
	    PYTHONWARNINGS=ignore $(BIN)/uvx --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py requirements --pyproject pyproject.toml \
	        --output-reproducible --of JSON -o .cache/sbom/$$one.cdx.json layers/$$one/requirements.txt || exit 1; \
	done

# What it found is a table; where it could not look it only has an error, of which the first says enough.
audit: $(READY) ## Ask the vulnerability service of PyPI about every locked package of the layers; needs the internet
	@mkdir -p .cache
	@for one in common typesetting lists; do \
	    if $(BIN)/uvx --quiet --from pip-audit==2.10.1 pip-audit --strict --disable-pip --require-hashes \
	        -r layers/$$one/requirements.txt >.cache/audit.txt 2>&1; then cat .cache/audit.txt; \
	    elif grep -q '^ERROR' .cache/audit.txt; then \
	        echo "Not audited, as PyPI's vulnerability service gave no answer: $$(grep -m 1 '^ERROR' .cache/audit.txt | cut -d: -f3-)"; exit 1; \
	    else cat .cache/audit.txt; exit 1; fi; \
	done

scan: $(READY) ## Let checkov look at the templates; .checkov.yaml tells what it is not asked, and why
	@$(BIN)/uvx --quiet --from checkov==3.3.30 checkov --framework cloudformation -f template.yaml -f watch.yaml -f edge.yaml

# Open for as long as the shell is that builds and deploys.
DEPLOYING ?= .cache/deploying
ALONE = mkdir -p $(dir $(DEPLOYING)) && exec 9>$(DEPLOYING) && $(BIN)/python -m operate.alone 9

build: $(READY) ## Build what goes to the cloud
	@$(ALONE) && $(SAM) build

rehearse-deploy: $(READY) ## Deploy with the SAM CLI to an emulated AWS: a stack is made, used, changed, deleted and taken over
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m pytest tests/deployed --durations=10

# Whether it may be deployed now, and in a line what to do where not: of a stack that is there, --guided would ask for every
# parameter anew and offer what the template says, not what the stack has.
MAY = $(BIN)/python -m operate.standing
# What --guided saves at its end goes into a copy, and away.
GUIDED = .cache/guided/samconfig.toml

# Read by the shell as words alone: an address may have an & in it.
export PARAMETERS
MAY_WITH_THEM = set -f; $(MAY) $(if $(PARAMETERS),give,ask)

# Of one deployment of samconfig.toml.
define deploy_it
$(if $(PARAMETERS),set -f && $(SAM) deploy --config-env $(1) --parameter-overrides $$PARAMETERS, \
	    mkdir -p $(dir $(GUIDED)) && cp samconfig.toml $(GUIDED) && \
	    { $(SAM) deploy --config-env $(1) --config-file "$(CURDIR)/$(GUIDED)" --guided; made=$$?; rm -f $(GUIDED); exit $$made; })
endef

deploy: $(READY) ## Deploy to the AWS account of your credentials, with PARAMETERS="SiteUrl=… …", or the first time asking for them (ENV=prod, or ENV=dev)
	@$(MAY_WITH_THEM) "$(ENV)" $$PARAMETERS
	@$(ALONE) && $(SAM) build && $(call deploy_it,$(ENV))

deploy-edge: $(READY) ## Deploy the distribution in front, with PARAMETERS="SiteUrl=… …", or the first time asking for them (ENV=prod, or ENV=dev)
	@$(MAY_WITH_THEM) "$(ENV)-edge" $$PARAMETERS
	@$(call deploy_it,$(ENV)-edge)

upgrade: MINUTES ?= 15
upgrade: $(READY) ## Deploy this version with the parameters that are there, and go back where it fails (MINUTES=15, ENV=prod, or ENV=dev)
	@$(if $(STACK)$(LOCAL),$(error make upgrade takes ENV=prod or ENV=dev, neither STACK nor LOCAL))
	@$(MAY) upgrade "$(ENV)" >/dev/null
	@$(ALONE) && $(SAM) build && there=$$($(MAY) upgrade $(ENV)) && \
	    $(OPERATE_THERE) upgrade --minutes $(MINUTES) -- env $(SAM) deploy --config-env $(ENV)
	@there=$$($(MAY) follow $(ENV)-edge) || exit 1; \
	    test -z "$$there" || $(SAM) deploy --config-env $(ENV)-edge

go-back: $(READY) ## Run the version again that ran before the last upgrade (ENV=prod, or ENV=dev)
	@$(if $(STACK)$(LOCAL),$(error make go-back takes ENV=prod or ENV=dev, neither STACK nor LOCAL))
	@there=$$($(MAY) upgrade $(ENV)) || exit 1; $(OPERATE_THERE) go-back

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
