"""The names that one statement of Python reads before it binds them, and those that it binds."""

import ast
import symtable
from collections.abc import Iterable
from dataclasses import dataclass, field

_COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp", "genexpr"}


@dataclass
class Flow:
    """``late`` are what functions read when they are called; ``perhaps`` are bound on some ways through it."""

    reads: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)
    binds: set[str] = field(default_factory=set)
    perhaps: set[str] = field(default_factory=set)


def of(statement: ast.stmt) -> Flow:
    flow = Flow()
    flow.binds = _run([statement], set(), flow)
    flow.perhaps -= flow.binds
    return flow


def _run(body: Iterable[ast.AST], bound: set[str], flow: Flow) -> set[str]:
    """What is bound after the body. A loop is taken to run, and what is tried to succeed."""
    for node in body:
        match node:
            case ast.For():
                bound = _run([node.iter], bound, flow)
                bound = bound | {n.id for n in ast.walk(node.target) if isinstance(n, ast.Name)}
                bound = _run([*node.body, *node.orelse], bound, flow)
            case ast.While():
                bound = _run([node.test, *node.body, *node.orelse], bound, flow)
            case ast.With():
                bound = _run([item.context_expr for item in node.items], bound, flow)
                targets = [item.optional_vars for item in node.items if item.optional_vars]
                bound = bound | {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
                bound = _run(node.body, bound, flow)
            case ast.If():
                bound = _run([node.test], bound, flow)
                bound = _either([_run(node.body, bound, flow), _run(node.orelse, bound, flow)], flow)
            case ast.Try():
                ways = [_run([*node.body, *node.orelse], bound, flow)]
                ways += [_run(handler.body, bound | {handler.name or ""}, flow) for handler in node.handlers]
                bound = _run(node.finalbody, _either(ways, flow), flow)
            case ast.AugAssign(target=ast.Name(id=name)) if name not in bound:
                _run([node.value], bound, flow)
                flow.reads.add(name)
            case _:
                found = Flow()
                _look_up(symtable.symtable(ast.unparse(node), "page", "exec"), found)
                flow.reads |= found.reads - bound
                flow.late |= found.late - bound
                bound = bound | found.binds
    return bound


def _either(ways: list[set[str]], flow: Flow) -> set[str]:
    certain = set.intersection(*ways)
    flow.perhaps |= set.union(*ways) - certain
    return certain


def _look_up(table: symtable.SymbolTable, found: Flow, late: bool = False) -> None:
    top = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (top or symbol.is_global()):
            (found.late if late else found.reads).add(symbol.get_name())
        if top and (symbol.is_assigned() or symbol.is_imported()):
            found.binds.add(symbol.get_name())
    for child in table.get_children():
        is_body = child.get_type() == "function" and child.get_name() not in _COMPREHENSIONS
        _look_up(child, found, late or is_body)
