"""The organisation's own words for what this system is about."""

from collections.abc import Mapping
from dataclasses import dataclass

DEFAULTS: Mapping[str, tuple[str, str]] = {
    "opportunity": ("Opportunity", "Opportunities"),
    "enquiry": ("Enquiry", "Enquiries"),
    "proposal": ("Proposal", "Proposals"),
    "lead": ("Lead", "Leads"),
    "company": ("Company", "Companies"),
    "contact": ("Contact", "Contacts"),
    "product": ("Product", "Products"),
    "campaign": ("Campaign", "Campaigns"),
    "team": ("Team", "Teams"),
    "location": ("Location", "Locations"),
}
"""Each term that an organisation may rename, as one and as many."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The words in use; ``own`` holds those that differ from ours."""

    own: Mapping[str, tuple[str, str]]

    def word(self, term: str, *, plural: bool = False, lower: bool = False) -> str:
        """Return the organisation's word for a term, as a title or as it stands within a sentence."""
        found = self.own.get(term, DEFAULTS[term])[plural]
        return found[:1].lower() + found[1:] if lower and not found.isupper() else found


def terms_of(stored: Mapping[str, object]) -> Terms:
    """Return the terms as the organisation stores them; unknown and incomplete ones are left out."""
    own: dict[str, tuple[str, str]] = {}
    for term, words in stored.items():
        if term in DEFAULTS and isinstance(words, list) and len(words) == 2 and all(words):
            own[term] = (str(words[0]), str(words[1]))
    return Terms(own)
