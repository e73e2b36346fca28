"""Imported in the notebook's kernel at its end: the values of the expressions that numbers are bound to."""

from typing import Any

from scripts.truth.engine import base_namespace


def values(expressions: list[str], names: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Expression -> its value as JSON can hold it, or the name and the message of its error."""
    names = base_namespace() | names
    return {expression: _value(expression, names) for expression in expressions}


def _value(expression: str, names: dict[str, Any]) -> dict[str, Any]:
    try:
        value = eval(expression, names)
        if isinstance(value, bool) or not (isinstance(value, str) or hasattr(value, "__float__")):
            raise TypeError(f"gives {value!r}, which is not a number")
        return {"value": value if isinstance(value, str | int) else float(value)}
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)}
