"""Tell the whole past of the demo company and write it, in one transaction."""

from datetime import datetime, timedelta

from django.db import transaction

from fairlead import journal
from fairlead.access import installation
from fairlead.journal.models import Batch
from fairlead.vocabulary import actions as vocabulary_actions
from fairlead.vocabulary.models import Organisation

from . import catalogue, customers, opportunities, pipelines, staff, vocabulary, writing
from .ledger import Ledger
from .story import Setting
from .world import World

KIND = "demo"
LABEL = f"Demo company {vocabulary.NAME}"
SEED = 2026
COMPANIES, LEADS, OPPORTUNITIES = 600, 430, 3000


def is_loaded() -> bool:
    """Tell whether the organisation is the demo company."""
    return Organisation.objects.filter(is_demo=True).exists()


def load(*, at: datetime, seed: int = SEED, companies: int = COMPANIES, count: int = OPPORTUNITIES) -> Batch:
    """Write the demo company, its past ending at this moment; the same seed tells the same story."""
    vocabulary_actions.install_defaults(
        vocabulary_actions.Start(), by=installation(), at=at - timedelta(seconds=1)
    )
    with transaction.atomic(durable=True):
        batch = journal.start_batch(KIND, LABEL, by=installation(), at=at)
        world = World(seed, at, Ledger(writing.first_ids()))
        _tell(world, companies, count)
        writing.write(world.ledger, batch=batch, at=at)
        with journal.source(KIND), journal.recording("organisation.edited", by=installation(), at=at):
            vocabulary.name_the_organisation()
    return batch


def _tell(world: World, companies: int, count: int) -> None:
    staff.hire(world, world.begins)
    vocabulary.settle(world)
    selling = pipelines.shape(world)
    articles = catalogue.stock(world)
    known = customers.find_customers(world, companies)
    opportunities.live_through(Setting(world, selling, articles), known, count)
    opportunities.other_leads(world, LEADS)
