"""Who may import, and whose imports one may see."""

from fairlead.access import Permission, Verdict, Viewer, no, yes

from .models import Bundle, ImportJob, SavedImport


def may_import(viewer: Viewer, _subject: object = None) -> Verdict:
    """Let those with the permission import; each row is asked for by itself as well."""
    return viewer.may(Permission.IMPORT)


def may_keep(viewer: Viewer, saved: SavedImport) -> Verdict:
    """Let whoever saved an import change it and feed it, and administrators."""
    mine = viewer.is_administrator or (viewer.person_id is not None and saved.person_id == viewer.person_id)
    return may_import(viewer) & (yes() if mine else no("Only the person who saved this import changes it."))


def may_watch(viewer: Viewer, _subject: object = None) -> Verdict:
    """Let administrators choose folders of the server that are watched."""
    return yes() if viewer.is_administrator else no("Only administrators let a folder be watched.")


def may_work_on(viewer: Viewer, job: ImportJob | Bundle) -> Verdict:
    """Let whoever brought a file go on with it, and administrators."""
    mine = viewer.is_administrator or (viewer.person_id is not None and job.person_id == viewer.person_id)
    return may_import(viewer) & (
        yes() if mine else no("Only the person who brought the file goes on with it.")
    )
