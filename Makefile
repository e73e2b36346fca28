# Everything is an ordinary command of an ordinary tool; README gives the same without make.
PYTHON ?= python3
# The locks are complete: pip installs what they say, and never resolves anything itself.
INSTALL = $(BIN)/python -m pip install --quiet --no-deps --require-hashes --requirement

VENV = .venv
BIN = $(VENV)/bin
export NO_MKDOCS_2_WARNING = 1

.DEFAULT_GOAL = help
.PHONY: help serve test build offline zensical refresh figures bench prove lock clean check new-error new-figure

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

serve: $(VENV)/docs ## show the site on http://127.0.0.1:8000, and again after each save
	$(BIN)/mkdocs serve

build: $(VENV)/docs ## build the site into site/
	$(BIN)/mkdocs build

offline: $(VENV)/docs ## build a copy into site-offline/ that opens from disk
	OFFLINE=true $(BIN)/mkdocs build --site-dir site-offline

zensical: $(VENV)/test build ## build the site with Zensical into site-zensical/, and count what differs
	$(BIN)/python -m scripts.site.zensical

check: $(VENV)/test ## check what differs from the main branch, in under a minute; ALL=1 checks every file
	$(BIN)/python -m scripts.check $(if $(ALL),--all)

test: $(VENV)/test ## run every check
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal --cov

refresh: $(VENV)/test ## run everything again and rewrite outputs, numbers, tables, figures and notebooks
	$(BIN)/python -m scripts

figures: $(VENV)/test ## draw the figures again
	$(BIN)/python -m scripts figures

new-error: $(VENV)/test ## begin an entry of the error index: make new-error NAME=my-error
	$(BIN)/python -m scripts.new error $(NAME)

new-figure: $(VENV)/test ## begin a figure: make new-figure NAME=my-figure
	$(BIN)/python -m scripts.new figure $(NAME)

bench: $(VENV)/test ## measure speed as ratios, and write the table
	$(BIN)/python -m scripts speed

prove: $(VENV)/test ## check every float32 and half-precision input, and write the accuracy table
	$(BIN)/python -m scripts accuracy

COMPILE = $(BIN)/uv pip compile --quiet --upgrade
lock: $(VENV)/test ## resolve requirements/*.in anew into the hashed lock files
	$(COMPILE) requirements/test.in --output-file requirements/test.txt
	$(COMPILE) requirements/docs.in --output-file requirements/docs.txt --constraints requirements/test.txt
	$(COMPILE) requirements/torch.in --output-file requirements/torch.txt --no-deps
	$(COMPILE) requirements/pip-oldest.in --output-file requirements/pip-oldest.txt
	$(COMPILE) requirements/pip-newest.in --output-file requirements/pip-newest.txt

clean: ## delete everything that make made
	rm -rf $(VENV) node_modules site site-offline site-zensical .cache .*_cache .coverage* build *.egg-info

$(VENV)/python:
	@echo "Creating $(VENV) ..."
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "This Python cannot make virtual environments: install the package python3-venv."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/docs: requirements/docs.txt | $(VENV)/python
	@echo "Installing what the site needs, from requirements/docs.txt (under a minute) ..."
	@$(INSTALL) requirements/docs.txt
	@$(BIN)/python -m pip check
	@touch $@

$(VENV)/test: requirements/test.txt requirements/torch.txt scripts/pytorch.py | $(VENV)/python
	@echo "Installing what the tests need, from requirements/test.txt, and PyTorch (one to three minutes) ..."
	@$(INSTALL) requirements/test.txt
	@$(BIN)/python -m scripts.pytorch
	@$(BIN)/python -m pip check
	@touch $@ $(VENV)/docs
