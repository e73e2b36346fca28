"""Long runs: each ``NAME.py`` measures, and writes what it found to ``NAME.json`` beside it."""
