"""What a Python block needs of the blocks above it, found in their source: copied together, they run.

The unit is a statement. A block needs the statements that bind the names it reads, those that change what these
names hold (``w -= g``, ``x[0] = 1``, ``optimizer.step()``), and whatever each of these statements needs.
"""

import ast
import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from scripts.page import flow
from scripts.page.parts import Part
from scripts.page.snippets import expand

_Import = ast.Import | ast.ImportFrom
_Value = int | str  # the number of the statement that made it, or the package that it was imported from
_DRAWS = re.compile(r"default_rng|Generator|RandomState")  # every use of what these make changes it


@dataclass
class Needs:
    """``names`` by the earlier block that binds them; of earlier blocks, the lines (from 1) to run first."""

    names: dict[int, set[str]] = field(default_factory=dict)
    lines: list[tuple[int, int, int]] = field(default_factory=list)  # block, first, last


@dataclass
class _Statement:
    block: int
    node: ast.stmt
    lines: range
    reads: set[str]
    late: set[str]
    binds: set[str]
    changes: set[_Value] = field(default_factory=set)


def of_blocks(blocks: list[Part]) -> list[Needs]:
    """What each of a page's Python blocks needs, in their order."""
    page = _Page()
    for number, part in enumerate(blocks):
        body = ast.parse(expand(part.body)).body
        for node in body:
            page.add(number, node, last=node is body[-1], fails="raises" in part.classes and node is body[-1])
    return [page.needs(number) for number in range(len(blocks))]


class _Page:
    def __init__(self) -> None:
        self.statements: list[_Statement] = []
        self.values: dict[str, _Value] = {}  # what each name holds after the last statement
        self.made_of: dict[_Value, set[_Value]] = {}
        self.plain: set[_Value] = set()  # arrays and numbers, which nothing else holds on to

    def add(self, block: int, node: ast.stmt, *, last: bool, fails: bool) -> None:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        found, number = flow.of(node), len(self.statements)
        lines = range(first, (node.end_lineno or first) + 1)
        new = _Statement(block, node, lines, found.reads, found.late, found.binds | found.perhaps)
        self.statements.append(new)
        if fails:  # nothing comes of it
            new.binds = set()
            return
        changed = set(self._changed(node, shown=last))
        if changed & new.binds:
            new.changes.add(number)
        changed = (changed - found.binds | found.perhaps) & self.values.keys()
        new.changes |= {self.values[name] for name in changed}
        new.reads |= changed
        new.binds -= changed
        data = {name for name in new.reads & self.values.keys() if not self._is_code(name)}
        self.made_of[number] = {self.values[name] for name in data}
        if self._is_plain(node, new, data):
            self.plain.add(number)
        self.values |= dict.fromkeys(new.binds, _package(node) if isinstance(node, _Import) else number)

    def needs(self, block: int) -> Needs:
        own = [i for i, statement in enumerate(self.statements) if statement.block == block]
        needs, seen, todo = Needs(), set(own), list(own)
        while todo:
            at = todo.pop()
            statement = self.statements[at]
            places = [(name, at) for name in statement.reads | statement.late]
            places += [(name, own[-1] + 1) for name in statement.late]
            for name, place in places:
                sources = list(self._sources(name, place))
                if at in own and sources and (source := self.statements[sources[0]].block) < block:
                    needs.names.setdefault(source, set()).add(name)
                todo += set(sources) - seen
                seen |= set(sources)
        for i in sorted(seen - set(own)):
            of, lines = self.statements[i].block, self.statements[i].lines
            if needs.lines and needs.lines[-1][0] == of and needs.lines[-1][2] >= lines[0] - 1:
                lines = range(needs.lines.pop()[1], lines[-1] + 1)
            needs.lines.append((of, lines[0], lines[-1]))
        return needs

    def _sources(self, name: str, place: int) -> Iterator[int]:
        """The statement before ``place`` that binds the name, and those after it that change what it holds."""
        bound = next((i for i in range(place - 1, -1, -1) if name in self.statements[i].binds), None)
        if bound is None:
            return
        yield bound
        node = self.statements[bound].node
        value = _package(node) if isinstance(node, _Import) else bound
        for i in range(bound + 1, place):
            if any(self._concerns(change, value) for change in self.statements[i].changes):
                yield i

    def _concerns(self, change: _Value, value: _Value) -> bool:
        """A model changes with its optimizer, a view with its array."""
        if change == value:
            return True
        return change in self._ancestry(value) or (
            value in self._ancestry(change) and value not in self.plain
        )

    def _ancestry(self, value: _Value) -> set[_Value]:
        found, todo = {value}, [value]
        while todo:
            new = self.made_of.get(todo.pop(), set()) - found
            found |= new
            todo += new
        return found

    def _is_code(self, name: str) -> bool:
        value = self.values.get(name)
        if not isinstance(value, int):
            return True
        return isinstance(self.statements[value].node, ast.FunctionDef | ast.ClassDef)

    def _is_plain(self, node: ast.stmt, new: _Statement, data: set[str]) -> bool:
        """Whether it only computes with arrays, by functions of packages: no class, no gradient asked for."""
        source = ast.unparse(node)
        if not isinstance(node, ast.Assign) or re.search(r"requires_grad|\b[A-Z]\w*\(", source):
            return False
        code = (new.reads & self.values.keys()) - data
        return all(isinstance(self.values[name], str) for name in code) and all(
            self.values[name] in self.plain for name in data
        )

    def _draws(self, name: str | None) -> bool:
        value = self.values.get(name or "")
        return isinstance(value, int) and bool(_DRAWS.search(ast.unparse(self.statements[value].node)))

    def _acts(self, name: str | None) -> bool:
        """Whether it is a function of the page that calls something for its effect: it may train what it is given."""
        value = self.values.get(name or "")
        node = self.statements[value].node if isinstance(value, int) else None
        return isinstance(node, ast.FunctionDef) and any(map(_is_command, ast.walk(node)))

    def _is_object(self, name: str | None) -> bool:
        value = self.values.get(name or "")
        return isinstance(value, int) and value not in self.plain

    def _changed(self, node: ast.AST, *, shown: bool = False) -> Iterator[str]:
        """The names whose values the statement may change, by the look of it; what is ``shown`` is no command."""
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            return
        roots: list[str | None] = []
        if isinstance(node, ast.AugAssign):
            roots = [_root(node.target)]
        elif isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            roots = [_root(node)]
        elif _is_command(node) and not shown:
            roots = [_root(each) for each in (node.value.func, *_arguments(node.value))]
        if isinstance(node, ast.Call):
            roots = [_root(each.value) for each in node.keywords if each.arg == "out"]
            roots += [name for each in (node.func, *_arguments(node)) if self._draws(name := _root(each))]
            if self._acts(_root(node.func)):
                roots += [name for each in _arguments(node) if self._is_object(name := _root(each))]
        yield from filter(None, roots)
        for child in ast.iter_child_nodes(node):
            yield from self._changed(child)


def _is_command(node: ast.AST) -> TypeGuard[Any]:
    """A call whose result nobody takes, but for ``print`` and its like."""
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        return False
    called = node.value.func
    return not (isinstance(called, ast.Name) and hasattr(builtins, called.id))


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _root(node: ast.expr) -> str | None:
    """``model`` of ``model.layers[0].weight.zero_()``."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def _package(node: ast.Import | ast.ImportFrom) -> str:
    module = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
    return (module or "").partition(".")[0]
