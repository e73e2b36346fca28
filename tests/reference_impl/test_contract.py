"""The contract that every elementwise function keeps."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import reference_impl as ri
from reference_impl._core.dispatch import Kernels
from reference_impl._core.kernel import BLOCK
from reference_impl._core.workspace import run

BFLOAT16 = np.dtype(ml_dtypes.bfloat16)
DTYPES = [np.dtype(t) for t in (np.float16, np.float32, np.float64, np.longdouble)] + [BFLOAT16]


def bce(x: Any) -> Any:
    return ri.binary_cross_entropy_with_logits(x, np.full(np.shape(x), 0.25), reduction="none")


def bce_backward(x: Any) -> Any:
    return ri.binary_cross_entropy_with_logits_backward(x, np.full(np.shape(x), 0.25), reduction="none")


def bce_both(x: Any) -> Any:
    t = np.full(np.shape(x), 0.25)
    loss, slope = ri.binary_cross_entropy_with_logits_value_and_grad(x, t, reduction="none")
    assert same(loss, bce(x))
    return slope


def focal(x: Any) -> Any:
    return ri.sigmoid_focal_loss(x, np.full(np.shape(x), 0.25), reduction="none")


LOSSES = {
    "binary_cross_entropy_with_logits": bce,
    "binary_cross_entropy_with_logits_backward": bce_backward,
    "binary_cross_entropy_with_logits_value_and_grad": bce_both,
    "sigmoid_focal_loss": focal,
}


def of_x_alone(name: str) -> Callable[..., Any]:
    """Any other function, its gradient 1: what is new in the package keeps the contract, too."""
    f = getattr(ri, name)
    return (lambda x, **out: f(x, 1.0, **out)) if name.endswith("_backward") else f


ELEMENTWISE = [name for name in ri.__all__ if not name.startswith("lstm_")]
EVERY = {name: LOSSES.get(name) or of_x_alone(name) for name in ELEMENTWISE}
WITH_OUT = {name: f for name, f in EVERY.items() if "out" in inspect.signature(getattr(ri, name)).parameters}
every = pytest.mark.parametrize("f", EVERY.values(), ids=EVERY)
with_out = pytest.mark.parametrize("f", WITH_OUT.values(), ids=WITH_OUT)
each_dtype = pytest.mark.parametrize("dtype", DTYPES, ids=str)


def same(a: Any, b: Any) -> bool:
    """Whether two results are equal bit for bit, in dtype and shape too, but for the sign of a NaN."""
    a, b = np.asarray(a), np.asarray(b)
    if a.dtype != b.dtype or a.shape != b.shape:
        return False
    return bool(np.all((a == b) & (np.signbit(a) == np.signbit(b)) | np.isnan(a) & np.isnan(b)))


def test_no_public_name_is_lost() -> None:
    with_out = {"sigmoid", "sigmoid_backward", "log_sigmoid", "logit"}
    steps = {"hard_sigmoid", "straight_through_sigmoid"}
    assert {*LOSSES, *with_out, *steps, *(f"{name}_backward" for name in steps)} <= EVERY.keys()
    assert {"lstm_gate", "lstm_cell"} <= {*ri.__all__}
    assert with_out <= WITH_OUT.keys()


def test_import_brings_in_numpy_alone() -> None:
    code = """
import sys, numpy
before = set(sys.modules)
import reference_impl
new = {name.partition(".")[0] for name in set(sys.modules) - before}
print(sorted(new - set(sys.stdlib_module_names) - {"numpy", "reference_impl"}))
print(sorted(name for name in sys.modules if name.startswith("reference_impl.torch")))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n[]\n"


@every
@each_dtype
def test_floating_dtypes_are_kept(f: Any, dtype: Any) -> None:
    x = np.array([[0.125, 0.5], [0.75, 0.875]]).astype(dtype)
    result = f(x)
    assert type(result) is np.ndarray
    assert result.dtype == dtype
    assert result.shape == x.shape


@every
@pytest.mark.parametrize("x", [True, 1, np.int8(1), np.uint64(1), np.bool_(True)])
def test_booleans_and_integers_become_float64(f: Any, x: Any) -> None:
    assert same(f(x), f(1.0))
    assert same(f(np.array([x])), f(np.array([1.0])))
    assert same(f([x]), f([1.0]))


@every
def test_a_foreign_byte_order_becomes_native(f: Any) -> None:
    x = np.array([0.25, 0.5])
    result = f(x.astype(">f8"))
    assert result.dtype == np.dtype("f8")
    assert result.dtype.isnative
    assert same(result, f(x))


@every
@pytest.mark.parametrize(
    ("x", "name"),
    [
        (1j, "complex128"),
        (np.ones(2, np.complex64), "complex64"),
        (np.array([0.5], object), "object"),
        ([None], "object"),
        (["0.5"], "<U3"),
        (np.array([b"1"]), r"\|S1"),
        (np.array(["2020-01-01"], "M8[D]"), "datetime64"),
        (np.ones(1, [("a", "f8")]), "a"),
        (np.ones(1, ml_dtypes.float8_e5m2), "float8_e5m2"),
    ],
)
def test_other_dtypes_raise_naming_the_dtype(f: Any, x: Any, name: str) -> None:
    with pytest.raises(TypeError, match=name):
        f(x)


@every
def test_masked_arrays_raise(f: Any) -> None:
    with pytest.raises(TypeError, match=r"masked arrays are not supported: pass x\.filled"):
        f(np.ma.array([0.25, 0.5], mask=[True, False]))


@every
def test_a_scalar_gives_a_scalar(f: Any) -> None:
    for x in (0.5, np.float64(0.5), np.array(0.5)):
        assert isinstance(f(x), np.float64)
        assert same(f(x), f(np.array([0.5]))[0])
    for dtype in DTYPES:
        assert type(f(dtype.type(0.5))) is dtype.type


@every
def test_lists_and_nested_tuples_are_arrays(f: Any) -> None:
    assert same(f([[0.25], (0.5,)]), f(np.array([[0.25], [0.5]])))
    assert same(f([]), np.zeros(0))


@every
def test_a_subclass_gives_a_base_array(f: Any) -> None:
    class Named(np.ndarray):
        pass

    result = f(np.array([0.25, 0.5]).view(Named))
    assert type(result) is np.ndarray
    assert type(f(np.full(BLOCK + 1, 0.25).view(Named))) is np.ndarray


@every
@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0, 2), (1,), (1, 1), (2, 3, 4)])
def test_any_shape(f: Any, shape: Any) -> None:
    assert f(np.full(shape, 0.25)).shape == shape


VIEWS: dict[str, Callable[[Any], Any]] = {
    "reversed": lambda x: x[::-1],
    "every third": lambda x: x[::3],
    "transposed": lambda x: x.reshape(4, -1).T,
    "columns backwards": lambda x: x.reshape(-1, 4)[:, ::-2],
    "broadcast": lambda x: np.broadcast_to(x[:7], (len(x) // 4, 7)),
    "Fortran order": lambda x: np.asfortranarray(x.reshape(4, -1)),
    "read-only": lambda x: _read_only(x),
    "unaligned": lambda x: _unaligned(x),
}


def _read_only(x: Any) -> Any:
    x = x.copy()
    x.flags.writeable = False
    return x


def _unaligned(x: Any) -> Any:
    raw = np.empty(x.nbytes + 1, np.uint8)[1:]
    raw[:] = x.view(np.uint8)
    return raw.view(x.dtype)


@every
@each_dtype
@pytest.mark.parametrize("size", [64, 4 * BLOCK + 36], ids=["one block", "many blocks"])
@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_any_strides(f: Any, dtype: Any, size: int, view: Any) -> None:
    if size > 64 and dtype not in (BFLOAT16, np.float32):
        size = BLOCK + 36
    x = view(np.linspace(-6, 6, size).astype(dtype))
    before = x.copy()
    result = f(x)
    assert same(x, before)
    assert same(
        result.ravel(), np.concatenate([f(part) for part in np.array_split(before.ravel(), size // 8192 + 1)])
    )


@every
@settings(max_examples=40, deadline=None)
@given(
    x=hnp.arrays(
        st.sampled_from([np.float16, np.float32, np.float64]),
        hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5),
        elements=st.floats(width=16),
    )
)
def test_elements_do_not_see_their_neighbours(f: Any, x: Any) -> None:
    with np.errstate(all="raise"):
        result = f(x)
    assert np.shape(result) == x.shape
    for index in np.ndindex(x.shape):
        assert same(np.asarray(result)[index], f(x[index]))


EXTREMES = [
    0.0,
    -0.0,
    0.5,
    1.0,
    -1.0,
    20.0,
    -20.0,
    37.5,
    -40.0,
    100.0,
    -100.0,
    -104.0,
    709.0,
    -709.0,
    -720.0,
    -745.2,
    -746.0,
]
EXTREMES += [
    np.inf,
    -np.inf,
    np.nan,
    5e-324,
    -5e-324,
    1e-310,
    1e-45,
    1e-40,
    1e-7,
    6e-8,
    1e38,
    -1e38,
    1e308,
    -1e308,
]


@every
@each_dtype
@pytest.mark.parametrize("copies", [1, BLOCK], ids=["one block", "many blocks"])
@pytest.mark.filterwarnings("error")
def test_nothing_warns_or_raises_or_writes_the_input(f: Any, dtype: Any, copies: int) -> None:
    with np.errstate(all="ignore"):
        x = np.tile(np.array(EXTREMES).astype(dtype), copies if dtype in (np.float32, np.float64) else 1)
    before = x.copy()
    with np.errstate(all="raise"):
        result = f(x)
    assert same(x, before)
    quiet = np.isnan(result) == np.isnan(x)
    assert quiet.all() or f is ri.logit


@every
@each_dtype
def test_nan_gives_nan(f: Any, dtype: Any) -> None:
    assert np.isnan(f(dtype.type(np.nan)))
    assert np.isnan(f(np.array([0.5, np.nan, 0.5], dtype))).tolist() == [False, True, False]


INF = np.inf
ENDS = [
    ("sigmoid", [-INF, INF], [0, 1]),
    ("sigmoid_backward", [-INF, INF], [0, 0]),
    ("straight_through_sigmoid_backward", [-INF, INF], [0, 0]),
    ("log_sigmoid", [-INF, INF], [-INF, 0]),
    ("logit", [0.0, -0.0, 1.0, 2.0, -1.0, INF, -INF], [-INF, -INF, INF, np.nan, np.nan, np.nan, np.nan]),
    ("hard_sigmoid", [-INF, INF], [0, 1]),
    ("hard_sigmoid_backward", [-INF, INF], [0, 0]),
    ("straight_through_sigmoid", [-INF, INF], [0, 1]),
    ("binary_cross_entropy_with_logits", [-INF, INF], [INF, INF]),
    ("binary_cross_entropy_with_logits_backward", [-INF, INF], [-0.25, 0.75]),
    ("sigmoid_focal_loss", [-INF, INF], [INF, INF]),
]


@each_dtype
@pytest.mark.parametrize(("name", "x", "expected"), ENDS, ids=[end[0] for end in ENDS])
def test_values_at_the_ends(dtype: Any, name: str, x: Any, expected: Any) -> None:
    with np.errstate(all="raise"):
        result = EVERY[name](np.array(x, dtype))
    np.testing.assert_array_equal(result.astype(np.float64), expected)
    if name != "logit":  # log σ(inf) is 0, and not -0
        assert not np.signbit(result.astype(np.float64)[np.equal(expected, 0)]).any()


@with_out
@each_dtype
@pytest.mark.parametrize("size", [5, 3 * BLOCK], ids=["one block", "many blocks"])
class TestOut:
    def x(self, dtype: Any, size: int) -> Any:
        return np.linspace(0.01, 0.99, size).astype(dtype)

    def test_an_array_or_a_tuple_of_one(self, f: Any, dtype: Any, size: int) -> None:
        x = self.x(dtype, size)
        expected = f(x)
        for wrap in (lambda out: out, lambda out: (out,)):
            out = np.full(size, 7).astype(dtype)
            assert f(x, out=wrap(out)) is out
            assert same(out, expected)
        assert same(f(x, out=None), expected)
        assert same(f(x, out=(None,)), expected)

    def test_may_be_the_input(self, f: Any, dtype: Any, size: int) -> None:
        x = self.x(dtype, size)
        expected = f(x)
        assert f(x, out=x) is x
        assert same(x, expected)

    @pytest.mark.parametrize("shift", [1, -1, 1000])
    def test_may_partly_overlap_the_input(self, f: Any, dtype: Any, size: int, shift: int) -> None:
        whole = self.x(dtype, size + 2000)
        x, out = whole[1000 : 1000 + size], whole[1000 + shift : 1000 + shift + size]
        expected = f(x.copy())
        f(x, out=out)
        assert same(out, expected)

    def test_may_be_strided_and_backward(self, f: Any, dtype: Any, size: int) -> None:
        x = self.x(dtype, size)
        out = np.zeros((size, 2), dtype)
        f(x, out=out[::-1, 1])
        assert same(out[::-1, 1], f(x))
        assert not out[:, 0].any()
        expected = f(x[::-1].copy())
        f(x[::-1], out=x)
        assert same(x, expected)

    def test_may_be_of_another_floating_dtype(self, f: Any, dtype: Any, size: int) -> None:
        x = self.x(dtype, size)
        for other in (np.float32, np.float64, np.complex128):
            out = np.zeros(size, other)
            assert f(x, out=out) is out
            with np.errstate(all="ignore"):
                assert same(out.real, f(x).astype(other).real)

    def test_may_have_more_rows(self, f: Any, dtype: Any, size: int) -> None:
        x = self.x(dtype, size)
        out = np.zeros((2, size), dtype)
        f(x, out=out)
        assert same(out, np.stack([f(x), f(x)]))

    def test_must_fit(self, f: Any, dtype: Any, size: int) -> None:
        x = self.x(dtype, size)
        with pytest.raises(ValueError, match=rf"out has shape \({size + 1},\), the result \({size},\)"):
            f(x, out=np.zeros(size + 1, dtype))
        with pytest.raises(ValueError, match=r"out has shape \(1,\)"):
            f(x, out=np.zeros(1, dtype))
        with pytest.raises(TypeError, match="int64"):
            f(x, out=np.zeros(size, np.int64))
        with pytest.raises(ValueError, match="out is read-only"):
            f(x, out=_read_only(x))
        with pytest.raises(TypeError, match="out is a list"):
            f(x, out=[0.0] * size)
        with pytest.raises(ValueError, match="out is a tuple of 2"):
            f(x, out=(x, x))
        with pytest.raises(TypeError, match="out is a masked array"):
            f(x, out=np.ma.zeros(size, dtype))

    def test_may_be_0d(self, f: Any, dtype: Any, size: int) -> None:
        out = np.zeros((), dtype)
        assert f(dtype.type(0.25), out=out) is out
        assert same(out[()], f(dtype.type(0.25)))


@with_out
def test_out_keeps_its_own_kind(f: Any) -> None:
    class Named(np.ndarray):
        pass

    out = np.zeros(2).view(Named)
    assert f([0.25, 0.5], out=out) is out
    assert same(np.asarray(out), f([0.25, 0.5]))
    swapped = np.zeros(2, ">f8")
    f([0.25, 0.5], out=swapped)
    assert same(swapped.astype("f8"), f([0.25, 0.5]))


TWO = {
    "sigmoid_backward": ri.sigmoid_backward,
    "hard_sigmoid_backward": ri.hard_sigmoid_backward,
    "straight_through_sigmoid_backward": ri.straight_through_sigmoid_backward,
}
two = pytest.mark.parametrize("f", TWO.values(), ids=TWO)


@two
@each_dtype
def test_the_first_argument_sets_the_dtype(f: Any, dtype: Any) -> None:
    x = np.array([-1, 0, 1], dtype)
    third = np.float64(1) / 3
    expected = f(x, third.astype(dtype))
    for grad in (third, np.longdouble(third), [third] * 3):
        result = f(x, grad)
        assert result.dtype == dtype
        assert same(result, expected)


@two
@settings(max_examples=60, deadline=None)
@given(shapes=hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=4))
def test_two_arguments_broadcast(f: Any, shapes: Any) -> None:
    left, right = shapes.input_shapes
    x = np.arange(np.prod(left, dtype=int), dtype=float).reshape(left) / 7 - 1
    grad = np.arange(np.prod(right, dtype=int), dtype=float).reshape(right) + 1
    result = f(x, grad)
    assert np.shape(result) == shapes.result_shape
    x, grad = np.broadcast_arrays(x, grad)
    for index in np.ndindex(x.shape):
        assert same(np.asarray(result)[index], f(x[index], grad[index]))


@two
def test_many_blocks_broadcast(f: Any) -> None:
    x, grad = np.linspace(-5, 5, 300), np.linspace(1, 2, 200)[:, None]
    assert same(f(x, grad), np.stack([f(x, row) for row in grad]))


@two
def test_shapes_that_do_not_broadcast_raise(f: Any) -> None:
    with pytest.raises(ValueError, match=r"\(3,\) and \(4,\)"):
        f(np.zeros(3), np.zeros(4))


@two
@pytest.mark.parametrize("grad", [1j, [None], ["1"], np.ma.zeros(3)], ids=str)
def test_the_second_argument_is_checked_too(f: Any, grad: Any) -> None:
    with pytest.raises(TypeError, match="not supported"):
        f(np.zeros(3), grad)


def test_out_may_overlap_the_second_argument() -> None:
    for size in (10, 2 * BLOCK):
        x, grad = np.linspace(-5, 5, size), np.linspace(1, 2, size + 1)
        expected = ri.sigmoid_backward(x, grad[:-1].copy())
        assert same(ri.sigmoid_backward(x, grad[:-1], out=grad[1:]), expected)


def test_working_memory_is_a_fixed_block() -> None:
    import tracemalloc

    x, out = np.linspace(-9, 9, 4_000_000, dtype=np.float32), np.empty(4_000_000, np.float32)
    targets = x > 0
    for f in (
        lambda: ri.sigmoid(x, out=out),
        lambda: ri.sigmoid_backward(x, 1.0, out=out),
        lambda: ri.log_sigmoid(x, out=out),
        lambda: ri.logit(x, out=out),
        lambda: ri.sigmoid(targets, out=out),
        lambda: ri.sigmoid(x, out=x),
        lambda: ri.binary_cross_entropy_with_logits(x, targets),
        lambda: ri.sigmoid_focal_loss(x, targets),
    ):
        f()
        tracemalloc.start()
        f()
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 2_000_000


def test_calls_within_calls_and_in_threads_do_not_disturb_each_other() -> None:
    x = np.linspace(-9, 9, 50_001)
    expected = ri.sigmoid(x)

    def kernel(x: Any, out: Any, work: Any) -> None:
        work[0] = x
        ri.sigmoid(x)
        out[...] = work[0]

    out = np.empty(1000)
    run(kernel, x[:1000], out)
    assert same(out, x[:1000])
    with ThreadPoolExecutor(4) as pool:
        assert all(same(result, expected) for result in pool.map(ri.sigmoid, [x] * 40))


def test_numpys_settings_are_left_alone() -> None:
    with np.errstate(divide="raise", over="print"):
        before = np.geterr()
        ri.log_sigmoid(np.array([-1e308, np.inf]))
        assert np.geterr() == before


def test_float64_keeps_its_kernel_where_long_double_is_float64() -> None:
    kernels = Kernels("single", "double", "long")
    assert kernels[np.dtype(np.float64)] == "double"
    assert list(kernels)[-1] == np.float64  # as the last of equal keys it stays, on Windows and on macOS
