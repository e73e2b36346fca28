"""Numbers bound to what gives them: ``0.25<!-- sigmoid_backward(0.0, 1.0) -->``.

A number is shown with a precision; binding it means that its expression, evaluated in the page's namespace and
shown with that precision, gives the same characters. ``69.8<!-- @ioffe2015 -->`` takes it from a cited source.
"""

import ast
import re
from collections.abc import Callable
from typing import SupportsFloat

_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
NUMBER = (
    r"(?:\d+(?:\.\d+){2,}"  # a version
    r"|(?:(?<![\w)\]])[-−])?"  # a sign, not a hyphen
    r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
    r"(?:e[-+]?\d+|(?:[ \u00a0\u202f]?×[ \u00a0\u202f]?10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?)"
)
_STYLE = re.compile(
    r"(?P<mantissa>[-−]?[\d,]+(?:\.\d+)?)(?:(?P<times>e|[ \u00a0\u202f]?×[ \u00a0\u202f]?10).+)?"
)
BOUND = re.compile(rf"(?P<number>{NUMBER})<!--(?P<expression>(?:(?!-->).)+)-->")
# A citation keeps within its brackets, which stand on one line: from an unclosed one, no prose is taken for it.
CITATION = re.compile(r"\[(?:[^\[\]\n]*[\s;])?@[\w:-]+[^\[\]\n]*\]")
_TABLE_COMMENT = re.compile(r"^[ \t]*<!-- (?:table: .+|/table) -->[ \t]*\n?", re.MULTILINE)


def strip_bindings(text: str) -> str:
    """What readers get: the numbers without their expressions, the tables without their markers."""
    return _TABLE_COMMENT.sub("", BOUND.sub(lambda m: m["number"], text))


def citation(expression: str) -> str | None:
    """The key of ``@key``, or nothing when the expression is one to evaluate."""
    match = re.fullmatch(r"\s*@([\w:-]+)\s*", expression)
    return match[1] if match else None


def shown(value: object, like: str) -> str:
    """The value written with the precision and in the style of the number that stands there."""
    if isinstance(value, str):
        return value
    value = getattr(value, "item", lambda: value)()  # a Python number of a NumPy or PyTorch one
    style = _STYLE.fullmatch(like)
    if isinstance(value, bool) or not isinstance(value, SupportsFloat) or not style:
        raise TypeError(f"gives {value!r}, which cannot be shown like {like}")
    mantissa, times = style["mantissa"], style["times"]
    decimals, comma = len(mantissa.partition(".")[2]), "," if "," in mantissa else ""
    if times:
        digits, exponent = f"{float(value):.{decimals}e}".split("e")
        power = str(int(exponent))
        text = digits + times + (power if times == "e" else power.translate(_SUPERSCRIPT))
    elif decimals == 0 and isinstance(value, int):
        text = format(value, f"{comma}d")
    else:
        text = format(float(value), f"{comma}.{decimals}f")
    # The minus sign of the page's choice, and none for a zero.
    if not text.strip("-0.,"):
        return text.lstrip("-")
    return "−" + text[1:] if text[0] == "-" and not like.startswith("-") else text


def is_literal(expression: str) -> bool:
    """Whether the expression computes nothing: binding 0.25 to ``0.25`` would prove nothing."""
    tree = ast.parse(expression.strip(), mode="eval")
    return not any(isinstance(node, ast.Name | ast.BinOp | ast.Call) for node in ast.walk(tree))


def rebind(text: str, evaluate: Callable[[str], object], report: Callable[[int, str, bool], None]) -> str:
    """Every bound number written anew; ``report(offset, what, fixable)`` hears of each that changed or failed."""

    def one(match: re.Match[str]) -> str:
        number, expression = match["number"], match["expression"]
        if citation(expression):
            return match[0]
        try:
            if is_literal(expression):
                raise ValueError("computes nothing: bind the number to the code that gives it")
            new = shown(evaluate(expression.strip()), number)
        except Exception as error:
            report(
                match.start(),
                f"{number} is bound to {expression.strip()!r}: {type(error).__name__}: {error}",
                False,
            )
            return match[0]
        if new != number:
            report(match.start(), f"shows {number}, but {expression.strip()} gives {new}", True)
        return f"{new}<!--{expression}-->"

    return BOUND.sub(one, text)
