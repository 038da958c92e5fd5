"""Bring the database and the pages' files up to this version."""

from argparse import ArgumentParser, Namespace

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from fairlead.kit.assets import static
from fairlead.kit.sqlite import learning


def add_arguments(parser: ArgumentParser) -> None:
    """Take no arguments."""
    parser.description = f"{parser.description} Safe to run at any time; back up first when upgrading."


def run(arguments: Namespace) -> int:  # noqa: ARG001 -- a command's signature
    """Do what is missing and say what that was."""
    changed = prepare()
    print(f"Applied {changed} migration{'s' * (changed != 1)}." if changed else "Everything is up to date.")
    return 0


def prepare() -> int:
    """Do what is missing; return how many migrations that were."""
    settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    waiting = len(pending())
    if waiting:
        call_command("migrate", interactive=False, verbosity=0)
        learning.learn()
    call_command("createcachetable", verbosity=0)
    static.gather(settings.STATIC_ROOT, settings.STATICFILES_DIRS)
    return waiting


def pending() -> list[str]:
    """Return the migrations that have not been applied yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
