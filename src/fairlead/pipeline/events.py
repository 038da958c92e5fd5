"""What others may hear about the pipeline, past tense; ids only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpportunityCreated:
    """A new opportunity exists."""

    opportunity_id: int


@dataclass(frozen=True, slots=True)
class OpportunityPublished:
    """A draft is visible to others now."""

    opportunity_id: int


@dataclass(frozen=True, slots=True)
class OpportunityEdited:
    """Fields of an opportunity changed."""

    opportunity_id: int
    fields: list[str]


@dataclass(frozen=True, slots=True)
class OpportunityMoved:
    """An opportunity is in another stage."""

    opportunity_id: int
    stage_id: int


@dataclass(frozen=True, slots=True)
class OpportunityClosed:
    """An opportunity was won, lost or declared void."""

    opportunity_id: int
    outcome: str


@dataclass(frozen=True, slots=True)
class OpportunityReopened:
    """A closed opportunity may be won again."""

    opportunity_id: int


@dataclass(frozen=True, slots=True)
class OpportunityReassigned:
    """An opportunity has another owner."""

    opportunity_id: int
    from_person_id: int
    to_person_id: int


@dataclass(frozen=True, slots=True)
class OpportunitySplitChanged:
    """The shares of an opportunity changed."""

    opportunity_id: int


@dataclass(frozen=True, slots=True)
class OpportunityPartsChanged:
    """The lines or contacts of an opportunity changed."""

    opportunity_id: int
    part: str


@dataclass(frozen=True, slots=True)
class OpportunityDeleted:
    """An opportunity was put aside."""

    opportunity_id: int


@dataclass(frozen=True, slots=True)
class OpportunityRestored:
    """A deleted opportunity is back."""

    opportunity_id: int


@dataclass(frozen=True, slots=True)
class OpportunitiesChanged:
    """Many opportunities changed in one go."""

    opportunity_ids: list[int]
    batch_id: int


@dataclass(frozen=True, slots=True)
class LeadCreated:
    """A new lead exists."""

    lead_id: int


@dataclass(frozen=True, slots=True)
class LeadEdited:
    """Fields of a lead changed."""

    lead_id: int
    fields: list[str]


@dataclass(frozen=True, slots=True)
class LeadQualified:
    """A lead became a company, a contact and perhaps an opportunity."""

    lead_id: int
    company_id: int | None
    contact_id: int | None
    opportunity_id: int | None


@dataclass(frozen=True, slots=True)
class LeadDisqualified:
    """A lead turned out not to be one."""

    lead_id: int


@dataclass(frozen=True, slots=True)
class LeadReopened:
    """Somebody looks into a lead again."""

    lead_id: int


@dataclass(frozen=True, slots=True)
class LeadReassigned:
    """A lead has another owner."""

    lead_id: int
    to_person_id: int


@dataclass(frozen=True, slots=True)
class LeadDeleted:
    """A lead was put aside."""

    lead_id: int


@dataclass(frozen=True, slots=True)
class LeadRestored:
    """A deleted lead is back."""

    lead_id: int


@dataclass(frozen=True, slots=True)
class PipelineChanged:
    """A pipeline, a stage or a campaign was added or changed; ``kind`` says which."""

    kind: str
    record_id: int
