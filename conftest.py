"""Doctests of the PyTorch twins and of the compiled functions need PyTorch and Numba, which CI has."""

import importlib.util

collect_ignore = [
    f"reference_impl/{name}" for name in ("torch", "numba") if importlib.util.find_spec(name) is None
]
