"""Wire the journal to the database: functions on connections, triggers after migrations."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class JournalConfig(AppConfig):
    """The journal."""

    name = "fairlead.journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the signals."""
        from . import installing, session  # noqa: PLC0415 -- models are not ready before

        connection_created.connect(session.define_functions, dispatch_uid="journal_functions")
        pre_migrate.connect(installing.before_migration, dispatch_uid="journal_triggers_off")
        post_migrate.connect(installing.after_migration, dispatch_uid="journal_triggers_on")
