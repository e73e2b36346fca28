# ruff: noqa: F401
"""Tables that pages show between ``<!-- table: tables.NAME() -->`` and ``<!-- /table -->``, one function each."""

from scripts.tables.accuracy import accuracy, measured_with, summary
from scripts.tables.bibliography import bibliography
from scripts.tables.corners import logit_specials, specials, thresholds
from scripts.tables.elsewhere import elsewhere
from scripts.tables.errors import errors, threads, versions
from scripts.tables.labels import label_types
from scripts.tables.proof import ends, hard_points, levels
from scripts.tables.releases import end_of_life, npm_releases, releases
from scripts.tables.searches import searched
from scripts.tables.speed import speed
