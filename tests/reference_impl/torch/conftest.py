"""PyTorch on one thread; in CI it must be there, elsewhere its tests are skipped."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator

import pytest

if importlib.util.find_spec("torch") is None and os.environ.get("CI") == "true":
    raise RuntimeError("PyTorch is missing, and CI must run its tests: install it as README says")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
