"""Everything that changes the pipeline."""

from .bulk import BulkChange, bulk_change, preview_bulk_change
from .close import CannotClose, lose_opportunity, reopen_opportunity, void_opportunity, win_opportunity
from .create import CannotPublish, NewOpportunity, create_opportunity, publish_opportunity
from .delete import delete_lead, delete_opportunity, restore_lead, restore_opportunity
from .edit import edit_opportunity
from .fields import CannotEdit, CannotMove
from .leads import NewLead, create_lead, disqualify_lead, edit_lead, reassign_lead, reopen_lead
from .move import move_opportunity
from .parts import Line, set_contacts, set_lines
from .qualify import NewFromLead, qualify_lead
from .reassign import reassign_opportunity
from .setup import (
    REQUIRABLE,
    add_campaign,
    add_pipeline,
    add_stage,
    edit_campaign,
    edit_pipeline,
    edit_stage,
    install_defaults,
    learn_rates,
)
from .split import CannotSplit, split_opportunity

__all__ = [
    "REQUIRABLE",
    "BulkChange",
    "CannotClose",
    "CannotEdit",
    "CannotMove",
    "CannotPublish",
    "CannotSplit",
    "Line",
    "NewFromLead",
    "NewLead",
    "NewOpportunity",
    "add_campaign",
    "add_pipeline",
    "add_stage",
    "bulk_change",
    "create_lead",
    "create_opportunity",
    "delete_lead",
    "delete_opportunity",
    "disqualify_lead",
    "edit_campaign",
    "edit_lead",
    "edit_opportunity",
    "edit_pipeline",
    "edit_stage",
    "install_defaults",
    "learn_rates",
    "lose_opportunity",
    "move_opportunity",
    "preview_bulk_change",
    "publish_opportunity",
    "qualify_lead",
    "reassign_lead",
    "reassign_opportunity",
    "reopen_lead",
    "reopen_opportunity",
    "restore_lead",
    "restore_opportunity",
    "set_contacts",
    "set_lines",
    "split_opportunity",
    "void_opportunity",
    "win_opportunity",
]
