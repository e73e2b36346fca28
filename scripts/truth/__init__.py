"""The truth engine: runs what pages and notebooks show, and writes what it printed and computed."""
