# What the makefiles of the layers and of the functions share. They are called by `sam build`, which names
# ARTIFACTS_DIR, the folder of one artefact.

# Lambda's own: Amazon Linux 2023 has glibc 2.34. A native build names another, such as x86_64-manylinux_2_34,
# and the version that is there.
PLATFORM ?= aarch64-manylinux_2_34
PYTHON_VERSION ?= 3.13
# Compiled files are only read by the version that made them, on any processor: Lambda's is looked for on the PATH
# and where pyenv keeps its versions. Another place: `make build PYTHON313=…`.
PYTHON313 ?= $(shell for one in python3.13 "$$HOME"/.pyenv/versions/3.13*/bin/python3.13; do \
    "$$one" -c '' 2>/dev/null && echo "$$one" && break; done)

define install
	uv pip install --quiet --target "$(ARTIFACTS_DIR)/python" --python-platform $(PLATFORM) \
	    --python-version $(PYTHON_VERSION) --only-binary :all: --require-hashes -r requirements.txt
endef

# Unchecked: nothing changes the sources once they are packed, and looking costs a call for each file. The folder is
# cut off the paths that tracebacks show, so that the same sources give the same bytes wherever they are built.
define compile
	@find "$(ARTIFACTS_DIR)" -name __pycache__ -prune -exec rm -r {} +
	@if [ -n "$(PYTHON313)" ]; then \
	    "$(PYTHON313)" -m compileall -q --invalidation-mode unchecked-hash -s "$(ARTIFACTS_DIR)" "$(ARTIFACTS_DIR)"; \
	else echo "$@: no Python 3.13 here, so no compiled files: a cold start compiles each file that it imports"; fi
endef
