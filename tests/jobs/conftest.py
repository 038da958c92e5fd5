"""Workers in processes of their own."""

from tests.commands.conftest import installation

__all__ = ["installation"]
