# 票决 Piaojue. `make help` lists what there is to run.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test lint format web lock docs walk race tablet session screens crash bench exhaustive symbols opinion verify-3x clean

# What another Python has set must not reach ours.
unexport PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE VIRTUAL_ENV
# Tests and benches are spread over processes; numpy would besides start a thread for every processor
# in each, which wait for each other.
export OPENBLAS_NUM_THREADS := 1

PY := .venv/bin/python
READY := .venv/.ready
# Only who changes web/ needs node: what it builds is in service/pages/static.
NPM := $(shell command -v npm)
WEB_READY := $(if $(NPM),web/node_modules/.ready)
ARGS ?=
BOXES ?=
# Processes that share the test files; each brings its own database server.
TEST_WORKERS ?= 2

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## a township session from the candidate list to the announced result (ARGS=--exit stops at the end)
	.venv/bin/piaojue demo $(ARGS)

test: $(READY) ## every test but the slow campaigns (ARGS="-k name" for some)
	@# A browser lives in an event loop of its own, which tests of one loop each do not bear beside them.
	@# As they are collected: whole sessions first, unit tests last, so that no process works on alone.
	status=0; for part in tests/browser "tests --ignore=tests/browser"; do \
	  $(PY) -m pytest -m "not slow" -n $(TEST_WORKERS) --dist loadfile --no-loadscope-reorder $$part $(ARGS); done=$$?; \
	  ((done == 0 || done == 5)) || status=$$done; done; exit $$status

lint: $(READY) $(WEB_READY) ## ruff, formatting, mypy --strict, the layer contracts; with node also web/
	status=0; for check in "ruff check" "ruff format --check" mypy lint-imports; do \
	  echo "$$check"; .venv/bin/$$check || status=1; \
	done; \
	if [[ -n "$(NPM)" ]]; then echo "tsc, biome"; npm --prefix web run --silent check || status=1; \
	else echo "没有 node 和 npm，web/ 的程序没有检查"; fi; exit $$status

format: $(READY) $(WEB_READY) ## put the sources in the house's form
	.venv/bin/ruff format
	.venv/bin/ruff check --fix
	if [[ -n "$(NPM)" ]]; then npm --prefix web run --silent format; fi

web: $(WEB_READY) ## build the programs of the pages that compute into service/pages/static (needs node and npm)
	@[[ -n "$(NPM)" ]] || { echo "make web 需要 node 20 和 npm：请先安装。" >&2; exit 1; }
	npm --prefix web run --silent build

docs: $(READY) ## write the generated pages of docs/ anew
	for page in docs/make_*.py; do $(PY) "$$page" || exit 1; done

walk: $(READY) ## random walks through the lifecycle, as many as WALKS=N; prints how far they went
	PIAOJUE_WALKS=$${WALKS:-1000} $(PY) -m pytest -q -s tests/property/ballot/test_lifecycle.py tests/property/ledger/test_walk.py $(ARGS)

race: $(READY) ## 200 casts that race the close of a round over two services (test lets 60)
	$(PY) -m pytest -q -m slow tests/contract/service/lifecycle/test_two_services.py $(ARGS)

tablet: $(READY) ## an open poll on this machine with the codes of 20 cards, to vote in by hand
	$(PY) -m tests.support.tablets

session: $(READY) ## a whole sitting clicked through in browsers by everybody, with twelve deputies (DEPUTIES=N)
	PIAOJUE_DEPUTIES=$${DEPUTIES:-12} $(PY) -m pytest -q --durations=1 tests/browser/test_whole_session.py $(ARGS)

screens: $(READY) ## pictures of every page in both languages into build/screens, to be looked at
	mkdir -p build/screens
	PIAOJUE_SCREENS=build/screens $(PY) -m pytest -q tests/browser/test_access.py \
	  tests/browser/test_every_page.py tests/browser/test_whole_session.py $(ARGS)

crash: $(READY) ## kill -9 of every process under load, at least 300 times, on both stores
	$(PY) bench/crash.py $(ARGS)

bench: $(READY) ## every figure of docs/performance.md but the crash test
	for script in $(filter-out bench/crash.py,$(wildcard bench/[a-z]*.py)); do $(PY) "$$script" $(ARGS) || exit 1; done

exhaustive: $(READY) ## every totals and ballots of a small hall against the naive count, on all cores (test takes 1 in 7)
	$(PY) -m tests.support.exhaustive $(ARGS)

symbols: $(READY) ## train the reader of ○ × √ anew, evaluate it, write build/symbols.md (docs/symbols.md; CROPS=folder)
	@$(PY) -c 'import torch' 2>/dev/null || { echo "make symbols 需要 torch：请先按 docs/symbols.md 安装。" >&2; exit 1; }
	mkdir -p build
	$(PY) -m bench.symbols.train --real "$${CROPS:-crops}" --out build/symbols.npz $(ARGS)
	$(PY) -m bench.symbols.evaluate --weights build/symbols.npz --real "$${CROPS:-crops}" --rules \
	  --report build/symbols.md $(BOXES)

opinion: $(READY) ## train the second opinion on boxes anew (docs/scanning.md)
	@$(PY) -c 'import torch' 2>/dev/null || { echo "make opinion 需要 torch：请先按 docs/symbols.md 安装。" >&2; exit 1; }
	$(PY) -m bench.opinion.train $(ARGS)

verify-3x: $(READY) ## a foreign verifier, belenios-tool 3.x of a newer Debian, checks Ed25519 archives
	BELENIOS_TOOL="$${BELENIOS_TOOL:-$$(tests/support/newer_belenios.sh build/belenios sid)}" \
	  $(PY) -m pytest -k newer tests/contract/sealed tests/browser $(ARGS)

lock: ## resolve the dependencies anew into the two locks (needs uv)
	@command -v uv >/dev/null || { echo "make lock 需要 uv：请先安装 uv。" >&2; exit 1; }
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --extra build --extra test pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --constraints requirements.lock \
	  --extra build pyproject.toml -o deploy/requirements.lock

clean: ## remove the environment and everything that is built
	rm -rf web/node_modules web/build .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

web/node_modules/.ready: web/package-lock.json web/package.json
	npm --prefix web ci --silent --no-audit --no-fund
	touch $@

$(READY): requirements.lock pyproject.toml .ci/venv
	.ci/venv .venv
	touch $@
