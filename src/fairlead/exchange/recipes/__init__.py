"""Recipes: several files that refer to each other, loaded in the right order, in one batch."""

from .recipe import BrokenRecipe, Recipe, names, recipe
from .run import RecipeFailed, StepDone, run_recipe

__all__ = ["BrokenRecipe", "Recipe", "RecipeFailed", "StepDone", "names", "recipe", "run_recipe"]
