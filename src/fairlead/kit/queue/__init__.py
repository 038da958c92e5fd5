"""Work for later: kept beside the change that asks for it, done at least once, by one worker at a time.

`queue.enqueue("name", …)` inside a transaction; `@queue.job("name")` on the function that does it.
A job can run twice (a worker may die after the work and before saying so), so write jobs that may.
"""

from .asking import cancel, enqueue
from .registry import Cancelled, Run, job

__all__ = ["Cancelled", "Run", "cancel", "enqueue", "job"]
