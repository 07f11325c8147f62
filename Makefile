# Needs python3 (3.12 or newer), git and make; everything else is installed into .venv.
.DEFAULT_GOAL := help
.PHONY: help demo test test-full check bench screenshots lock clean
MAKEFLAGS += --no-print-directory

PY := .venv/bin/python
READY := .venv/.ready
PORT ?= 8000
export PORT

help:
	@echo "make demo       startet alles und zeigt die Adressen (PORT=8001 für einen anderen Port)"
	@echo "make test       alle Tests mit Browser, unter zehn Minuten"
	@echo "make test-full  was länger dauert: Ausfälle, Wiederherstellung, Mengen"
	@echo "make check      Stil, Typen, Importregeln, Migrationen"
	@echo "make bench      Messungen"
	@echo "make screenshots  die Bilder von README und Handbuch, aus der laufenden Demo"
	@echo "make clean      entfernt Installation und Daten der Demo"

$(READY): requirements.lock pyproject.toml .ci/install
	@.ci/install

demo: $(READY)
	@$(PY) -m project.serve

test: $(READY)
	@CHROMIUM=$$(.ci/need chromium) && export CHROMIUM && $(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder -m "not full"

test-full: $(READY)
	@CHROMIUM=$$(.ci/need chromium) && PGBOUNCER=$$(.ci/need pgbouncer) && export CHROMIUM PGBOUNCER \
		&& for tool in caddy docker-compose systemd-analyze; do .ci/need $$tool >/dev/null || exit 1; done \
		&& $(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile -m full

check: export HILFENETZ_VAR = $(CURDIR)/var
check: $(READY)
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@.venv/bin/djlint --lint --quiet frontend/templates
	@DJANGO_SETTINGS_MODULE=project.settings_test DATABASE_OWNER_URL=postgresql://none@127.0.0.1:9/none \
		$(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	@.ci/no-local-traces

bench: $(READY)
	@$(PY) -m tests.bench

screenshots: $(READY)
	@CHROMIUM=$$(.ci/need chromium) && export CHROMIUM && $(PY) -m tests.browser.screenshots

lock: $(READY)
	@.ci/uv pip compile pyproject.toml -o requirements.lock --universal --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --python-version 3.12 --extra embedded --group dev --quiet
	@.ci/uv pip compile pyproject.toml -o infra/requirements.lock -c requirements.lock --universal --generate-hashes \
		--no-header --no-emit-index-url --no-emit-find-links --python-version 3.12 --quiet

clean:
	@if [ -L var/postgres ]; then rm -rf "$$(readlink var/postgres)"; fi
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
