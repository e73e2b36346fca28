"""Tables that pages show between ``<!-- table: tables.NAME() -->`` and ``<!-- /table -->``: one function each."""

from scripts.tables.bibliography import bibliography

__all__ = ["bibliography"]
