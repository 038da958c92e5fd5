"""Say whether everything is in place to start, and to let other people in."""

from argparse import ArgumentParser, Namespace

from fairlead.commands import _checks


def add_arguments(parser: ArgumentParser) -> None:
    """Take no arguments."""
    parser.description = f"{parser.description} Exit status 1 if something must be mended."


def run(arguments: Namespace) -> int:  # noqa: ARG001 -- a command's signature
    """Print what was found, the worst first."""
    findings = sorted([*_checks.at_start(), *_checks.for_others()], key=lambda finding: not finding.stops)
    for finding in findings:
        print(f"{'MEND' if finding.stops else 'note'}  {finding}")
    if not findings:
        print("Everything is in place.")
    return int(any(finding.stops for finding in findings))
