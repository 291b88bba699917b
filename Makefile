.DEFAULT_GOAL := help
.PHONY: help setup run test check bench

help:
	@echo "make run    the demo city on http://127.0.0.1:8000"
	@echo "make setup  everything needed to work on the code"
	@echo "make test   the whole suite, on SQLite and on PostgreSQL"
	@echo "make check  style, types, imports, templates, migrations"
	@echo "make bench  measurements against this machine's own limits"

run:
	@sh requirements/install.sh run
	@exec .venv/bin/huoshui serve --demo

setup:
	@sh requirements/install.sh dev

test: setup
	@.venv/bin/python -m tests.suite

check: setup
	.venv/bin/ruff check --quiet
	.venv/bin/ruff format --check --quiet
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/djlint huoshui --lint --quiet
	DATABASE_URL=sqlite://:memory: .venv/bin/django-admin makemigrations --check --dry-run --settings huoshui.config.settings

bench: setup
	@.venv/bin/python -m bench
