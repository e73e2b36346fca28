"""Which type of label each loss takes: tried, not remembered."""

from typing import Any

# Where each refusal is explained.
ENTRIES = {
    "BCELoss": "bce-target-long",
    "BCEWithLogitsLoss": "logits-loss-target-long",
    "CrossEntropyLoss": "multi-target",
}
DTYPES = ("bool", "uint8", "int32", "int64", "float16", "bfloat16", "float32", "float64")


def label_types() -> list[list[str]]:
    """The type of the loss of float32 outputs and labels of each type, or where the refusal is explained."""
    import torch  # not at the top: building the site needs no PyTorch

    outputs: dict[str, Any] = {
        "BCELoss": torch.tensor([0.2, 0.8]),
        "BCEWithLogitsLoss": torch.tensor([-1.0, 2.0]),
        "CrossEntropyLoss": torch.tensor([[1.0, 0.0], [0.0, 2.0]]),
    }
    rows = [["labels", *(f"`{name}`" for name in ENTRIES)]]
    for dtype in DTYPES:
        labels = torch.tensor([0, 1]).to(getattr(torch, dtype))
        cells = [_outcome(name, getattr(torch.nn, name)(), outputs[name], labels) for name in ENTRIES]
        rows.append([f"`{dtype}`", *cells])
    return rows


def _outcome(name: str, loss: Any, outputs: Any, labels: Any) -> str:
    try:
        dtype = str(loss(outputs, labels).dtype).removeprefix("torch.")
    except RuntimeError as error:
        entry = "loader-float64" if "Double" in str(error) and name == "BCELoss" else ENTRIES[name]
        return f"[refused](errors/{entry}.md)"
    return "yes" if dtype == "float32" else f"yes, but the loss is {dtype}"
