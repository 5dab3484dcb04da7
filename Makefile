# The commands of this repository. `make demo` and `make test` need nothing but Swift 6.3 on a Debian machine:
# what else they use is installed first, and only when it is missing.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help

# How many rounds of ten thousand mutated inputs `make fuzz` feeds to each reader; `make test` feeds one.
N ?= 20
SOURCES := Package.swift Sources Tests $(wildcard Benchmarks/Package.swift Benchmarks/Sources) \
    $(wildcard examples/*/Package.swift examples/*/Sources examples/*/Tests)

# $(call install_missing,'CHECK' PACKAGE ...): installs each Debian package whose check fails.
define install_missing
	command -v swift > /dev/null || { echo "Swift 6.3 is needed: https://www.swift.org/install" >&2; exit 1; }
	missing=()
	set -- $(1)
	while (( $$# > 0 )); do
	    eval "$$1" &> /dev/null || missing+=("$$2")
	    shift 2
	done
	if (( $${#missing[@]} == 0 )); then exit 0; fi
	command -v apt-get > /dev/null \
	    || { echo "install what Debian calls $${missing[*]}, then try again" >&2; exit 1; }
	as_root=(env)
	if (( EUID != 0 )); then
	    command -v sudo > /dev/null \
	        || { echo "as root, run: apt-get install $${missing[*]}" >&2; exit 1; }
	    as_root=(sudo env)
	fi
	echo "installing $${missing[*]}" >&2
	"$${as_root[@]}" apt-get update -qq
	"$${as_root[@]}" DEBIAN_FRONTEND=noninteractive \
	    apt-get install -qq -y --no-install-recommends "$${missing[@]}" < /dev/null > /dev/null
endef

.PHONY: help
help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

.PHONY: set-up
set-up: ## install what a build needs: libyaml
	@$(call install_missing,'pkg-config --version' pkg-config 'pkg-config --exists yaml-0.1' libyaml-dev)

.PHONY: set-up-server
set-up-server: set-up ## install what the server needs besides: SQLite
	@$(call install_missing,'pkg-config --exists sqlite3' libsqlite3-dev)

.PHONY: set-up-test
set-up-test: set-up-server ## install what the tests compare with: node and python3-jsonschema
	@$(call install_missing,'node --version' nodejs 'python3 --version' python3 \
	    'python3 -c "import jsonschema"' python3-jsonschema)

.PHONY: demo
demo: set-up ## a support line: three callers meet in one room of the simulated phone system
	@echo "building callflow; the first time takes about a minute" >&2
	swift build --product callflow --disable-default-traits >&2
	"$$(swift build --show-bin-path)/callflow" run flows/support.yaml \
	    --scenario "the coach is heard by the agent alone"

.PHONY: test
test: set-up-test ## every test
	@swift test

.PHONY: server
server: set-up-server ## the program that answers real calls, optimised; builds for ten minutes the first time
	@swift build --configuration release --product callflow

.PHONY: lint-format
lint-format: ## fail where swift-format would change or reproach something
	@swift format lint --strict --parallel --recursive $(SOURCES)

.PHONY: format
format: ## let swift-format rewrite the sources
	@swift format --in-place --parallel --recursive $(SOURCES)

.PHONY: fuzz
fuzz: set-up-test ## N=20 rounds of mutated inputs for the readers of YAML, flows and expressions, and against node
	@CALLFLOW_FUZZ=$(N) swift test --filter 'Mutated|Against node'

# One folder for what is built: the packages share what they have in common.
.PHONY: examples
examples: set-up-server ## build, test and run the packages in examples/, on public API only, and play the cassettes
	@shared=(--scratch-path "$$PWD/examples/.build")
	swift build --product callflow
	export PATH="$$(swift build --show-bin-path):$$PATH"
	for example in embed backend relay-double; do
	    cd "$(CURDIR)/examples/$$example"
	    swift build --build-tests "$${shared[@]}"
	    swift test --skip-build "$${shared[@]}"
	done
	cd "$(CURDIR)/examples/embed"
	swift run --skip-build "$${shared[@]}" Embed
	cd "$(CURDIR)/examples/backend"
	swift run --skip-build "$${shared[@]}" TextPhone ../embed/flows/bakery.yaml < /dev/null
	cd "$(CURDIR)"
	callflow test examples/cassettes

.PHONY: generate
generate: set-up-server ## rewrite the references that are derived from the sources
	@swift run --quiet callflow-dev generate

.PHONY: bench
bench: set-up-server ## print each figure beside its limit or its named peer, measured in the same run
	@swift run --quiet --package-path Benchmarks --configuration release callflow-bench
