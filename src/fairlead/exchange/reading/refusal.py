"""The one way in which a file is turned down."""

from fairlead.kit.errors import RuleBroken


class UnreadableFile(RuleBroken):
    """The file cannot be taken in as it is; says where and why, and what to do about it."""

    def __init__(
        self, file: str, reason: str, *, row: int | None = None, column: str = "", value: str = ""
    ) -> None:
        self.file, self.reason, self.row, self.column, self.value = file, reason, row, column, value
        place = ", ".join(
            part for part in (f"row {row}" if row else "", f"column {column}" if column else "") if part
        )
        super().__init__(f"{file}{f', {place}' if place else ''}: {reason}")
