"""What requests about opportunities bring."""

from typing import Literal

from pydantic import Field

from fairlead.api.values import (
    LEFT_OUT,
    Amount,
    Body,
    Currency,
    Day,
    Filled500,
    Flag,
    Id,
    Note,
    Percent,
    Reason,
    Text100,
    Text200,
    Title,
    Version,
)

Forecast = Literal["omitted", "pipeline", "best_case", "commit", "closed"]


class _Details(Body):
    """What may be set when an opportunity is created, and changed later."""

    company: Id | None = None
    team: Id | None = None
    location: Id | None = None
    amount: Amount | None = None
    probability: Percent | None = Field(None, description="Set by hand; `null` gives it back to the stage.")
    expected_close_on: Day | None = None
    source: Id | None = None
    campaign: Id | None = None
    competitor: Id | None = None
    next_step_on: Day | None = None
    forecast_category: Forecast = LEFT_OUT
    next_step: Text200 = LEFT_OUT
    description: Note = LEFT_OUT
    external_id: Text100 = LEFT_OUT


class NewOpportunity(_Details):
    """A new opportunity. Its owner is you and its currency the organisation's, unless you say otherwise."""

    title: Title
    stage: Id
    owner: Id | None = None
    currency: Currency | None = None
    is_draft: Flag = False


class OpportunityChanges(_Details):
    """What to change; what is left out stays. Others' edits of other fields since `version` are kept."""

    version: Version
    title: Title = LEFT_OUT
    currency: Currency = LEFT_OUT
    reason: Reason = ""


class Verb(Body):
    """What every verb takes: why, and perhaps the version that you last saw."""

    version: Version | None = None
    reason: Reason = ""


class Move(Verb):
    """To which stage."""

    stage: Id


class Win(Verb):
    """When it was won, and for how much if that changed."""

    closed_on: Day | None = Field(None, description="By default today, by the organisation's calendar.")
    amount: Amount | None = None
    competitor: Id | None = None


class Lose(Verb):
    """When it was lost, and why."""

    closed_on: Day | None = Field(None, description="By default today, by the organisation's calendar.")
    lost_reason: Id
    competitor: Id | None = None


class Void(Verb):
    """Why it never was an opportunity."""

    closed_on: Day | None = Field(None, description="By default today, by the organisation's calendar.")
    reason: Filled500


class Reopen(Verb):
    """Why it is open again."""

    reason: Filled500


class Reassign(Verb):
    """To whom; team and location follow the new owner, unless the team is to stay."""

    owner: Id
    keep_team: Flag = False
