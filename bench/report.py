"""The figures as a table that a document can take over."""

from collections.abc import Iterator, Sequence

from bench.measuring import Figure, Measured


def table(measured: Sequence[Measured]) -> str:
    """Return the figures of all places, one table each, in Markdown."""
    return "\n\n".join("\n".join(_lines(each)) for each in measured)


def _lines(each: Measured) -> Iterator[str]:
    counts = each.known["counts"]
    versions = counts["pipeline_opportunity"] + counts["pipeline_opportunity_history"]
    yield f"### {each.title} {each.known['version']}"
    yield ""
    yield (
        f"{counts['pipeline_opportunity']:,} opportunities in {versions:,} versions,"
        f" {counts['journal_entry']:,} entries, {counts['customers_company']:,} companies;"
        f" {each.known['size'] / 2**30:.2f} GiB."
        f" Memory at rest: {each.memory:.0f} MiB (server, worker, all their processes)."
    )
    yield ""
    yield "| Request | median ms | p95 ms | server CPU ms | bare query ms | ratio | a second |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for figure in each.figures:
        yield _line(figure)


def _line(figure: Figure) -> str:
    bare = f"{figure.bare:.1f}" if figure.bare else ""
    cpu = f"{figure.cpu:.0f}" if figure.cpu else ""
    ratio = f"{figure.p50 / figure.bare:.1f}" if figure.bare else ""
    rate = f"{figure.rate:.0f}" if figure.rate else ""
    name = f"{figure.name} ({figure.problem})" if figure.problem else figure.name
    return f"| {name} | {figure.p50:.1f} | {figure.p95:.1f} | {cpu} | {bare} | {ratio} | {rate} |"
