"""Learn every night how likely a win is from each stage."""

from fairlead import access
from fairlead.kit import queue
from fairlead.pipeline import actions, queries


@queue.job("learn-win-rates")
def learn_win_rates(run: queue.Run) -> dict[str, bool]:
    """Learn the win rates of all pipelines, and say whether any changed."""
    whole = access.installation()
    learned = actions.learn_rates(list(queries.pipelines(whole)), by=whole, at=run.at)
    return {"changed": learned is not None}
