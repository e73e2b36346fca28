"""The suite of NumPy's functions, on the compiled ones."""

from tests.reference_impl.numba.suites import of_numba

globals().update(of_numba("test_losses"))
