"""Who may change the vocabulary."""

from fairlead.access import Verdict, Viewer, no, yes


def may_maintain(viewer: Viewer, _subject: object = None) -> Verdict:
    """Let administrators keep the lists, the organisation, its currencies and rates."""
    if viewer.is_administrator:
        return yes()
    return no("Only administrators change lists, currencies and the organisation.")
