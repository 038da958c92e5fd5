"""Browsers of the cast, and the pipeline's stages and deals."""

from tests.pipeline.conftest import deal, sales
from tests.web.pipeline.conftest import as_, monday_noon

__all__ = ["as_", "deal", "monday_noon", "sales"]
