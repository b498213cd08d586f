PYTHON ?= python3
RUN = .venv/bin

.PHONY: help setup run test coverage train test-train check wheel lock bench clean

help:  ## Show what can be done
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

setup:  ## Set up the environment and the dependencies
	@$(PYTHON) tools/bootstrap.py

run: setup  ## Set up what is missing and serve on http://127.0.0.1:8000
	@$(RUN)/ropework serve

test:  ## Set up what is missing and run every check and test
	@$(PYTHON) tools/bootstrap.py --browser
	@$(MAKE) --no-print-directory check
	$(RUN)/python -m pytest -n auto --dist loadfile

coverage: setup  ## Run every test and print which lines none reached
	$(RUN)/coverage run -m pytest
	$(RUN)/coverage report

check:  ## Style, types and import contracts
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports

train:  ## Fit the reader anew: make train REAL="posts.jsonl ..." where you have the real posts' texts
	@$(PYTHON) tools/bootstrap.py --train
	.venv-train/bin/ropework train $(foreach file,$(REAL),--real $(file))

test-train:  ## Set up what fitting needs and test it on a tiny network
	@$(PYTHON) tools/bootstrap.py --train
	.venv-train/bin/python -m pytest -o addopts="--strict-markers --strict-config --import-mode=importlib" tests/training

wheel: setup  ## Build the installable package, model included
	$(RUN)/python -m hatchling build -t wheel

lock:  ## Renew requirements.lock from pyproject.toml (needs uv)
	uv lock && uv export --no-emit-project --group dev --all-extras --no-header --no-annotate -o requirements.lock -q

bench: setup  ## Measure speed, start-up and memory on this machine
	$(RUN)/python -m benchmarks

clean:  ## Remove the environment and everything built (never your data)
	rm -rf .venv .venv-train var dist build
