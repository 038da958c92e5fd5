"""Name what this app stores."""

from fairlead.customers.models.company import Company
from fairlead.customers.models.contact import Contact

__all__ = ["Company", "Contact"]
