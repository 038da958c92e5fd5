"""Rob's customers, and Sue's."""

from dataclasses import dataclass

import pytest

from fairlead.customers.models import Company, Contact
from tests.cast import NOON, Cast, building


@dataclass
class Customers:
    """Rob has Acme with Ann; Sue has Zenith with Zoe."""

    cast: Cast
    acme: Company
    ann: Contact
    zenith: Company
    zoe: Contact

    def viewer(self, name):
        return self.cast.viewer(name)


@pytest.fixture
def customers(cast) -> Customers:
    with building():
        acme = Company.objects.create(
            name="Acme GmbH", owner=cast.rob, location=cast.europe, city="Berlin", country="DE",
            website="https://www.acme.example", created_at=NOON,
        )  # fmt: skip
        zenith = Company.objects.create(name="Zenith", owner=cast.sue, location=cast.asia, created_at=NOON)
        ann = Contact.objects.create(
            name="Ann Smith", company=acme, owner=cast.rob, email="ann@acme.example", created_at=NOON
        )
        zoe = Contact.objects.create(name="Zoe", company=zenith, owner=cast.sue, created_at=NOON)
    return Customers(cast, acme, ann, zenith, zoe)
