"""The words that Ridgeline Cycles is made of. Every address ends in .example, so no letter ever arrives."""

# ruff: noqa: E501, SIM905 -- tables and lists of words are read across
from typing import NamedTuple


class City(NamedTuple):
    """A town with an office, and how its part of the world writes."""

    name: str
    country: str
    nation: str
    region: str
    team: str
    zone: str
    hours: int
    currency: str
    locale: str
    dial: str
    postal: str


CITIES = (
    City("Hamburg", "DE", "Germany", "Europe", "Central Europe", "Europe/Berlin", 1, "EUR", "de", "+49 40 5550", "20###"),
    City("Munich", "DE", "Germany", "Europe", "Central Europe", "Europe/Berlin", 1, "EUR", "de", "+49 89 5550", "80###"),
    City("Utrecht", "NL", "Netherlands", "Europe", "Central Europe", "Europe/Amsterdam", 1, "EUR", "nl", "+31 30 555", "35## AB"),
    City("Leeds", "GB", "United Kingdom", "Europe", "Western Europe", "Europe/London", 0, "GBP", "en-GB", "+44 1632 96", "LS# #DF"),
    City("Lyon", "FR", "France", "Europe", "Western Europe", "Europe/Paris", 1, "EUR", "fr", "+33 4 55 50", "690##"),
    City("Girona", "ES", "Spain", "Europe", "Western Europe", "Europe/Madrid", 1, "EUR", "es", "+34 972 55", "170##"),
    City("Portland", "US", "United States", "North America", "Western States", "America/Los_Angeles", -8, "USD", "en-US", "+1 503 555 01", "972##"),
    City("Boulder", "US", "United States", "North America", "Western States", "America/Denver", -7, "USD", "en-US", "+1 303 555 01", "803##"),
    City("Boston", "US", "United States", "North America", "Eastern States and Canada", "America/New_York", -5, "USD", "en-US", "+1 617 555 01", "021##"),
    City("Montreal", "CA", "Canada", "North America", "Eastern States and Canada", "America/Toronto", -5, "CAD", "en-CA", "+1 514 555 01", "H#X #Y6"),
    City("Osaka", "JP", "Japan", "Asia Pacific", "Japan", "Asia/Tokyo", 9, "JPY", "ja", "+81 6 5550", "530-00##"),
    City("Melbourne", "AU", "Australia", "Asia Pacific", "Oceania", "Australia/Melbourne", 10, "AUD", "en-AU", "+61 3 5550", "30##"),
)  # fmt: skip

WORTH = {"EUR": "1", "USD": "0.92", "GBP": "1.16", "CAD": "0.68", "JPY": "0.0062", "AUD": "0.61"}
"""What one unit of each currency was worth in euros when the company began."""

CURRENCIES = (
    ("EUR", "Euro", 2), ("USD", "US dollar", 2), ("GBP", "Pound sterling", 2), ("CAD", "Canadian dollar", 2),
    ("JPY", "Yen", 0), ("AUD", "Australian dollar", 2),
)  # fmt: skip

FIRST = (
    "Anna Ben Clara David Elena Felix Greta Hugo Ines Jonas Karla Leo Maya Nils Olivia Paul Quinn Rosa Samuel Tessa"
    " Ulrich Vera Walter Yara Amir Bianca Carl Dora Emil Fatima Gwen Henri Isla Jamal Kenji Lucia Marco Nadia Oscar"
    " Priya Rafael Sofia Theo Uma Victor Wanda Yuki Zoe Aiden Chloe Diego Freya Grace Hiro Ivan Julia Kaito Lena"
).split()
LAST = (
    "Abe Baker Costa Duval Eriksen Fischer Garcia Hansen Ito Jansen Keller Lambert Moreau Nakamura Olsen Patel Quiroga"
    " Rossi Schmidt Tanaka Underwood Vargas Weber Yamada Ziegler Andersson Brown Chen Dubois Evans Fontaine Gruber"
    " Hughes Ivanova Jones Kobayashi Larsen Martin Novak Okafor Peters Richter Silva Taylor Urban Visser Walker Young"
).split()
PLACES = (
    (
        "Alder Birch Cedar Summit Harbour Valley River Coast Lakeside Northgate Canal Meadow Granite Old Town Westfield"
        " Redwood Silver Compass Maple Bluebird Falcon Juniper Stonebridge Clearwater Highland Prairie Sunrise Orchard"
        " Foundry Beacon Pine Willow Kestrel Marina Cobble Lantern Heron Copper Ironbridge Ferry Castle Mill Park Station"
    )
    .replace("Old Town", "Oldtown")
    .split()
)
STREETS = "Station Road,Market Square,Mill Lane,Harbour Street,Park Avenue,Bridge Street,Church Lane,Long Row".split(
    ","
)

KINDS: dict[str, tuple[tuple[str, ...], float]] = {
    "Bicycle retail": (("Cycles", "Bikes", "Bicycle Works", "Velo", "Cycle Store"), 1.0),
    "Sports retail": (("Sports", "Outdoor", "Sport House"), 1.6),
    "Online retail": (("Online Bikes", "Parts Direct", "Cyclemart"), 2.2),
    "Rental and tours": (("Rentals", "Bike Tours", "Cycling Holidays"), 1.3),
    "Delivery and logistics": (("Couriers", "Logistics", "Cargo"), 2.6),
    "Public sector": (("City Council", "Transport Authority", "Police"), 2.8),
    "Hotels and tourism": (("Hotel", "Resort", "Lodge"), 0.8),
    "Education": (("University", "College", "School Trust"), 1.1),
    "Clubs and teams": (("Racing Team", "Cycling Club", "Triathlon Club"), 0.6),
    "Wholesale": (("Distribution", "Trading", "Import"), 3.2),
}
"""Each industry: how its companies are called, and how large their orders are beside a shop's."""

LISTS: dict[str, tuple[tuple[str, str], ...]] = {
    "industry": tuple((label, "") for label in KINDS),
    "company_type": (("Customer", "green"), ("Prospect", "azure"), ("Partner", "purple"), ("Distributor", "indigo")),
    "source": tuple((label, "") for label in (
        "Website", "Referral", "Trade fair", "Cold call", "E-mail campaign", "Existing customer", "Partner")),
    "lost_reason": tuple((label, "") for label in (
        "Price", "Competitor", "No budget", "No decision", "Timing", "Delivery time", "Missing feature")),
    "competitor": tuple((label, "") for label in (
        "Northwind Bikes", "Kinetic Velo", "Pedalhaus", "Trailforge", "Swiftline", "Urban Wheel Co")),
    "lead_status": (("New", "blue"), ("Contacted", "azure"), ("Working", "teal"), ("Nurturing", "purple")),
    "rating": (("Hot", "red"), ("Warm", "orange"), ("Cold", "azure")),
}  # fmt: skip

TITLES = ("Owner", "Buyer", "Purchasing manager", "Fleet manager", "Managing director", "Workshop lead", "Store manager",
          "Head of mobility", "Operations manager", "Category manager")  # fmt: skip
PARTS = ("decides", "recommends", "uses", "")
OCCASIONS = (
    "for the spring season", "for the new store", "for the delivery fleet", "reorder", "pilot", "framework agreement",
    "for the rental fleet", "for the summer", "for the autumn range", "for the team", "replacement", "starter package",
    "for staff leasing", "for two branches", "winter stock",
)  # fmt: skip
NEXT_STEPS = (
    "Call about the offer", "Send the revised quote", "Arrange a test ride", "Agree delivery dates", "Meet the buyer",
    "Send samples", "Clarify the discount", "Ask for the order", "Follow up after the fair", "Check the credit limit",
)  # fmt: skip
PUSHED = ("Decision moved to next month.", "The buyer is on leave.", "Waiting for their budget round.",
          "They asked for another quote.", "Board meets later than planned.")  # fmt: skip
VOIDED = ("Entered twice.", "Was a service question, not a sale.", "Belongs to another company of the group.")
LOST_NOTES = ("", "", "", "They will tender again next year.", "Stayed with their present supplier.",
              "We were four weeks slower.", "Nobody answered any more.")  # fmt: skip
HANDED = (
    "Territories were drawn anew.",
    "Covering for parental leave.",
    "Key account now.",
    "Moved to another team.",
)
