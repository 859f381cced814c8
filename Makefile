# Two commands: `make demo` and `make test`. Everything lives in .venv; nothing else on the machine is touched.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
ARGS ?=
# Never let uv look for another Python or another environment than ours.
export UV_PROJECT_ENVIRONMENT := $(VENV)
export UV_PYTHON_DOWNLOADS := never

.PHONY: setup demo test check production bench crash storm understanding day fuzz pictures

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml uv.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv sync --frozen --quiet --compile-bytecode
	@touch $@

demo: setup
	@$(BIN)/huying demo $(ARGS)

# Two at a time, for two cores; a file stays together, because its tests share servers. Long files first (tests/conftest.py).
test: setup
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(ARGS)

# All four are asked, so that everything that is wrong is told at once.
check: setup
	@status=0; \
	$(BIN)/ruff check . || status=1; \
	$(BIN)/ruff format --check . || status=1; \
	$(BIN)/mypy || status=1; \
	$(BIN)/lint-imports --no-logo || status=1; \
	exit $$status

# What an operator installs: the program alone in a new environment. All of it is imported there, and the day played.
production: setup
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	UV_PROJECT_ENVIRONMENT="$$folder" $(BIN)/uv sync --frozen --no-dev --no-editable --quiet && \
	cd "$$folder" && bin/python -P "$(CURDIR)/tests/production.py" && bin/huying demo --script >played && \
	echo "the program alone: $$(du -sh . | cut -f1), and the day was played"

# Every figure of docs/performance.md beside its yardstick, in about a quarter of an hour; the replay needs HUYING_DATA.
# ARGS="throughput" measures one part, ARGS="replay --whole" the whole file.
bench: setup
	@PYTHONPATH=. $(BIN)/python -m tests.bench $(ARGS)

# Two hundred times killed under traffic, beside stock bots: the table of what was lost. ARGS="--kills 20" is shorter.
crash: setup
	@PYTHONPATH=. $(BIN)/python -m tests.crash $(ARGS)

# A water cut: two thousand calls in a minute, and the table of what came of them.
storm: setup
	@PYTHONPATH=. $(BIN)/python -m tests.storm $(ARGS)

# A day in a group, through the local chat: calls found, false tickets, posts. The small talk comes from HUYING_DATA.
day: setup
	@PYTHONPATH=. $(BIN)/python tests/bench/group_day.py $(ARGS)

# How well lines are understood, against data sets in the folder HUYING_DATA.
understanding: setup
	@PYTHONPATH=. $(BIN)/python tests/bench/understanding.py $(ARGS)

# Two thousand and more requests to the public side of the web server, as its OpenAPI document allows and forbids them.
fuzz: setup
	@HUYING_FUZZ=100 $(BIN)/python -m pytest tests/adapters/web/test_fuzzing.py $(ARGS)

# Draws docs/cards.<language>.png anew: the card of a ticket at each of its states.
pictures: setup
	@PYTHONPATH=. $(BIN)/python -m tests.e2e.pictures
