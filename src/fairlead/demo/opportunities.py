"""Three years of leads and opportunities: when they come, how long they take, how they end."""

from bisect import bisect
from collections.abc import Iterator
from datetime import datetime, timedelta

from fairlead.pipeline.models import Lead

from .customers import Customer, invent_company, invent_name
from .ledger import Happening, Row
from .story import Setting, Story
from .words import CITIES, PLACES
from .world import Colleague, World

_SEASON = (1.25, 1.45, 1.5, 1.2, 1.0, 0.8, 0.6, 0.55, 1.1, 1.15, 0.9, 0.5)
"""How many enquiries come in each month, beside an ordinary one: bicycles are ordered before spring."""
_ENDINGS = ("won", "lost", "void", "forgotten")
_SHARES = (26, 67, 5, 2)
_REMEMBERED_AFTER = timedelta(days=150)
"""After so long somebody asks even after a forgotten one, and closes it."""


def live_through(setting: Setting, customers: list[Customer], count: int) -> None:
    """Tell the lives of so many opportunities, in the order in which they came."""
    known_since = [customer.since for customer in customers]
    for moment in _arrivals(setting.world, count):
        known = bisect(known_since, moment)
        customer = customers[setting.world.random.randrange(max(known, 1))]
        created = max(setting.world.working(moment, customer.owner.city), customer.since + timedelta(hours=1))
        if created < setting.world.at:
            tell(setting, customer, created)


def tell(setting: Setting, customer: Customer, created: datetime) -> None:
    """Tell the life of one opportunity, up to now."""
    world, r = setting.world, setting.world.random
    story = Story(setting, customer, created)
    is_young = (world.at - created).days < 20
    draft = is_young and r.random() < 0.12
    if story.now + timedelta(minutes=5) >= world.at:
        return
    if draft:
        story.begin(draft=True)
        return
    story.begin(qualify(world, story) if r.random() < 0.17 else None)
    ending = r.choices(_ENDINGS, _SHARES)[0]
    if ending == "forgotten" and created < world.at - _REMEMBERED_AFTER:
        ending = "lost"
    for moment, happening, detail in _plan(story, ending):
        at = world.working(moment, story.owner.city)
        then = max(at, story.now + timedelta(minutes=r.randrange(10, 90)))
        if then + timedelta(minutes=10) >= world.at:
            break
        story.now = then
        if happening == "move":
            story.move(detail)
        else:
            getattr(story, happening)()
    _keep_in_hand(story, ending)


def qualify(world: World, story: Story) -> Happening:
    """Tell the life of the lead that the opportunity came from; return the entry that qualified it."""
    before = story.now - timedelta(days=world.random.uniform(1, 25))
    created = max(world.working(before, story.owner.city), world.begins + timedelta(hours=1))
    created = min(created, story.now - timedelta(minutes=40))
    contact = story.customer.contacts[0]
    lead = story.lead = _lead(world, story.owner, created, story.customer.name, contact["name"])
    made = world.ledger.happening(story.now, "lead.qualified", story.owner.row)
    world.ledger.change(
        lead, made, state="qualified", closed_at=made.at, company=story.customer.row, contact=contact
    )
    return made


def other_leads(world: World, count: int) -> None:
    """Tell the lives of leads that became nothing, or may still become something."""
    r, taken = world.random, set[str]()
    for _ in range(count):
        owner = r.choice(world.sellers)
        share = 1 - r.random() ** 2 * 0.999
        created = max(world.working(owner.since + (world.at - owner.since) * share, owner.city), owner.since)
        if created + timedelta(hours=1) >= world.at:
            continue
        lead = _lead(world, owner, created, invent_company(world, taken)[0], invent_name(world))
        _work_on(world, owner, lead, created)


def _work_on(world: World, owner: Colleague, lead: Row, created: datetime) -> None:
    r = world.random
    now = world.working(created + timedelta(days=r.uniform(1, 12)), owner.city)
    if now <= created or now >= world.at:
        return
    made = world.ledger.happening(now, "lead.edited", owner.row)
    world.ledger.change(lead, made, status=world.pick("lead_status"), rating=world.pick("rating"))
    end = world.working(now + timedelta(days=r.uniform(3, 60)), owner.city)
    if now < end < world.at and r.random() < 0.85:
        made = world.ledger.happening(
            end, "lead.disqualified", owner.row, r.choice(("No bicycles needed.", "Private person.", ""))
        )
        world.ledger.change(lead, made, state="disqualified", closed_at=end)


def _lead(world: World, owner: Colleague, created: datetime, company: str, name: str) -> Row:
    made = world.ledger.happening(created, "lead.created", owner.row)
    mailbox, domain = name.partition(" ")[0].lower(), company.lower().replace(" ", "-")
    return world.ledger.create(
        Lead, made, name=name, company_name=company, email=f"{mailbox}@{domain}.example",
        owner=owner.row, location=owner.location, source=world.pick("source"), created_at=created,
        status=world.lists["lead_status"]["New"], city=world.random.choice((*PLACES[:20], CITIES[0].name)),
        country=owner.city.country,
    )  # fmt: skip


def _arrivals(world: World, count: int) -> Iterator[datetime]:
    """Return the moments at which enquiries come: more each year, most of them before spring."""
    span, found = world.at - world.begins, list[datetime]()
    while len(found) < count:
        share = world.random.random()
        moment = world.begins + span * share
        if world.random.random() * 1.5 < _SEASON[moment.month - 1] * (0.6 + 0.4 * share):
            found.append(moment)
    return iter(sorted(found))


def _plan(story: Story, ending: str) -> list[tuple[datetime, str, int]]:
    """Return what is going to happen and when, in order; where it ends decides how far it gets."""
    r, last = story.random, len(story.steps) - 1
    days = r.gammavariate(2.2, 62 if ending == "won" else 50)
    reach = last if ending == "won" else min(int(r.expovariate(0.75)), last)
    stages = [n for n in range(1, reach + 1) if n in (reach, last) or r.random() < 0.88]
    shares = sorted(r.uniform(0.05, 0.95) for _ in stages)
    plan = [(share, "move", stage) for share, stage in zip(shares, stages, strict=True)]
    for chance, happening in (
        (0.45, "revalue"),
        (0.2, "revalue"),
        (0.4, "put_off"),
        (0.2, "put_off"),
        (0.06, "hand_over"),
        (0.05, "share"),
    ):
        if r.random() < chance:
            plan.append((r.uniform(0.1, 0.97), happening, 0))
    if ending != "forgotten":
        plan.append((1.0, {"won": "win", "lost": "lose"}.get(ending, "void"), 0))
    return [(story.now + timedelta(days=days * share), what, detail) for share, what, detail in sorted(plan)]


def _keep_in_hand(story: Story, ending: str) -> None:
    """Let those still open be worked on lately, but for the forgotten ones: they rot."""
    r, world = story.random, story.world
    if not story.is_open or (ending == "forgotten" and r.random() < 0.7):
        return
    lately = world.at - timedelta(days=r.uniform(0.1, 9))
    if world.working(lately, story.owner.city) >= world.at:
        lately -= timedelta(days=3)  # today is a Sunday, say, and work begins again tomorrow
    lately = max(world.working(lately, story.owner.city), story.now + timedelta(minutes=30))
    if lately + timedelta(minutes=10) >= world.at:
        return
    story.now = lately
    if story.expected and story.expected < lately.date() and r.random() < 0.8:
        story.put_off()
    else:
        story.plan_ahead()
