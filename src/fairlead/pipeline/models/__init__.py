"""The nouns of the pipeline."""

from .campaign import Campaign
from .lead import Lead, LeadState
from .opportunity import ForecastCategory, Opportunity, Outcome, ProbabilitySource, reference_of, title_of
from .parts import OpportunityContact, OpportunityLine, OpportunitySplit
from .stage import Phase, Pipeline, Stage

__all__ = [
    "Campaign",
    "ForecastCategory",
    "Lead",
    "LeadState",
    "Opportunity",
    "OpportunityContact",
    "OpportunityLine",
    "OpportunitySplit",
    "Outcome",
    "Phase",
    "Pipeline",
    "ProbabilitySource",
    "Stage",
    "reference_of",
    "title_of",
]
