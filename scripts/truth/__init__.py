"""The truth engine: runs what the pages show and writes what it printed and computed.

``python -m scripts.truth`` rewrites the pages, ``python -m scripts.truth --check`` only compares.
"""
