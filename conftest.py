"""Doctests of the PyTorch twins need PyTorch; ``tests/reference_impl/torch`` sees to it that CI has it."""

import importlib.util

collect_ignore = [] if importlib.util.find_spec("torch") else ["reference_impl/torch"]
