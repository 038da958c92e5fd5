"""What Ridgeline Cycles sells: categories, products, and a price list a year."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fairlead.products.models import Category, Product, ProductPrice

from .ledger import Row
from .words import WORTH
from .world import World

# category above, category: (code, models, price in euros, how many a usual order has)
_RANGE = (
    ("Bicycles", "Gravel bikes", "GRV", "Ridge 100,Ridge 300,Ridge 500,Ridge Carbon", 1450, 14),
    ("Bicycles", "Road bikes", "ROD", "Aero 2,Aero 5,Endure 3,Endure 7", 2100, 9),
    ("Bicycles", "Mountain bikes", "MTB", "Scree 29,Scree Pro,Cairn Full,Cairn Junior", 1900, 10),
    ("Bicycles", "City bikes", "CTY", "Quay 3,Quay 8,Promenade,Market", 780, 22),
    ("Bicycles", "E-bikes", "EBK", "Quay Electric,Ridge Electric,Haul Cargo,Haul Long,Post", 3300, 8),
    ("Bicycles", "Children's bikes", "KID", "Pebble 16,Pebble 20,Pebble 24", 390, 25),
    ("Components", "Wheels", "WHL", "Alloy set,Carbon set,Hub dynamo set,Tubeless kit", 420, 20),
    ("Components", "Drivetrain", "DRV", "Groupset 11,Groupset 12,Belt kit,Crankset", 560, 18),
    ("Components", "Brakes", "BRK", "Disc set,Rim set,Rotor pair,Pad box", 120, 60),
    ("Components", "Saddles and grips", "SDL", "Touring saddle,Race saddle,Comfort saddle,Grip pair", 58, 80),
    ("Accessories", "Lights", "LGT", "Commuter set,Trail light,Dynamo light", 62, 90),
    ("Accessories", "Helmets", "HLM", "City helmet,Road helmet,Trail helmet,Youth helmet", 74, 70),
    ("Accessories", "Locks and bags", "LCK", "Chain lock,Folding lock,Pannier pair,Cargo bag", 66, 75),
    ("Services", "Fleet care", "FLT", "Fleet service per year,Breakdown cover,Telematics", 240, 30),
    ("Services", "Training", "TRN", "Mechanics course,Fitting course,Sales training", 890, 3),
)


@dataclass(frozen=True, slots=True)
class Article:
    """A product with what the stories need to know of it."""

    row: Row
    name: str
    category: str
    price: Decimal
    usual: int


def stock(world: World) -> list[Article]:
    """Put every product with its price lists into the ledger."""
    made = world.ledger.happening(world.begins, "product.created", world.administrator)
    above: dict[str, Row] = {}
    articles = []
    for upper, category, code, names, price, usual in _RANGE:
        if upper not in above:
            above[upper] = world.ledger.create(Category, made, name=upper)
        group = world.ledger.create(Category, made, name=category, parent=above[upper])
        for number, name in enumerate(names.split(","), 1):
            first = Decimal(round(price * (0.7 + 0.25 * number)))
            row = world.ledger.create(
                Product, made, code=f"{code}-{number}00",
                name=name if upper != "Bicycles" else f"{name} {category[:-1].lower()}",
                category=group, created_at=world.begins,
            )  # fmt: skip
            articles.append(Article(row, name, category, first, usual))
    for year in range(world.begins.year, world.today.year + 1):
        _price_list(world, articles, year)
    return articles


def price_in(world: World, article: Article, currency: str, day: date) -> Decimal:
    """Return the list price on a day, in whole units of the currency."""
    risen = article.price * (Decimal("1.04") ** (day.year - world.begins.year))
    return Decimal(round(risen / Decimal(WORTH[currency])))


def _price_list(world: World, articles: list[Article], year: int) -> None:
    """Put the prices of a year into the ledger: five percent of margin less on bicycles than on the rest."""
    day = date(year, 1, 1)
    made = world.ledger.happening(
        world.morning(day), "product.priced", world.administrator, f"Price list {year}"
    )
    for article in articles:
        for currency in WORTH:
            price = price_in(world, article, currency, day)
            cost = Decimal(round(price * Decimal("0.66")))
            world.ledger.create(
                ProductPrice,
                made,
                product=article.row,
                from_on=day,
                price=price,
                cost=cost,
                currency=currency,
            )
