"""Results for some float32 numbers beside the right ones, and what is counted of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from scripts.prove import oracle

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]


@dataclass
class Chunk:
    """Numbers, their right results, and the exact ones."""

    x: Floats
    right: Floats
    exact: Doubles | Floats
    errors: Doubles  # of the right results
    units: Doubles | None = None  # units in the last place in 1; None: the function is trivial here

    def every(self, step: int) -> Chunk:
        return self._mapped([self], lambda several: several[0][::step].copy())

    @classmethod
    def joined(cls, chunks: list[Chunk]) -> Chunk:
        return cls._mapped(chunks, np.concatenate)

    @classmethod
    def _mapped(cls, chunks: list[Chunk], f: Callable[[list[Any]], Any]) -> Chunk:
        units = [chunk.units for chunk in chunks if chunk.units is not None]
        return cls(
            f([chunk.x for chunk in chunks]),
            f([chunk.right for chunk in chunks]),
            f([chunk.exact for chunk in chunks]),
            f([chunk.errors for chunk in chunks]),
            f(units) if units else None,
        )


@dataclass
class Record:
    """What was found of one implementation: errors in units in the last place, and the first misrounded inputs."""

    largest: float = 0.0
    total: float = 0.0
    count: int = 0
    misrounded: int = 0
    wrong: list[int] = field(default_factory=list)

    def add(self, got: Floats, chunk: Chunk) -> None:
        """Take up the results for a chunk."""
        self.count += got.size
        bad = got != chunk.right
        misrounded = int(np.count_nonzero(bad))
        if misrounded and chunk.units is None:
            bad &= ~(np.isnan(got) & np.isnan(chunk.right))
            misrounded = int(np.count_nonzero(bad))
        off = self._errors(got, chunk, bad) if misrounded else chunk.errors
        largest, total = float(off.max()), float(off.sum())
        self.largest = np.inf if np.isnan(largest) else max(self.largest, largest)
        self.total += np.inf if np.isnan(total) else total
        self.misrounded += misrounded
        if misrounded and len(self.wrong) < 100:
            self.wrong += chunk.x[bad][: 100 - len(self.wrong)].view(np.uint32).tolist()

    def _errors(self, got: Floats, chunk: Chunk, bad: npt.NDArray[np.bool_]) -> Doubles:
        with np.errstate(invalid="ignore"):
            off = np.abs(np.subtract(got, chunk.exact, dtype=np.float64))
            if chunk.units is not None:
                return np.multiply(off, chunk.units, out=off)
            return np.where(bad, off * oracle.units(chunk.exact.astype(np.float64)), 0)

    def numbers(self) -> list[float]:
        return [self.largest, self.total, self.count, self.misrounded]
