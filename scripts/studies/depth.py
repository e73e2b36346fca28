"""How much of the gradient reaches the input of a deep network, and whether such a network learns: a minute."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from scripts.made import Made
from scripts.studies import result, rounded

WIDTH, BATCH = 64, 32
DEPTHS = (1, 2, 3, 5, 10, 20)
SEEDS = range(100)
ACTIVATIONS: dict[str, Callable[[], nn.Module]] = {
    "sigmoid": nn.Sigmoid,
    "sigmoid, gain 4": nn.Sigmoid,
    "sigmoid, batch norm": nn.Sigmoid,
    "tanh": nn.Tanh,
    "relu": nn.ReLU,
    "gelu": nn.GELU,
    "silu": nn.SiLU,
}


def network(name: str, depth: int, inputs: int = WIDTH) -> nn.Sequential:
    """``depth`` linear layers of 64 units with PyTorch's initialisation, each followed by the activation."""
    layers: list[nn.Module] = []
    for i in range(depth):
        line = nn.Linear(inputs if i == 0 else WIDTH, WIDTH)
        if name == "sigmoid, gain 4":
            # Undo the slope of 1/4, and the mean of 1/2 that the layer before puts out.
            nn.init.xavier_normal_(line.weight, gain=4.0)
            with torch.no_grad():
                line.bias.copy_(-0.5 * line.weight.sum(1) if i else torch.zeros(WIDTH))
        layers += [
            line,
            *([nn.BatchNorm1d(WIDTH)] if name == "sigmoid, batch norm" else []),
            ACTIVATIONS[name](),
        ]
    return nn.Sequential(*layers)


def input_gradient(name: str, depth: int, seed: int) -> float:
    """The norm of the gradient of the summed outputs with respect to a batch of standard normal inputs."""
    torch.manual_seed(seed)
    x = torch.randn(BATCH, WIDTH, requires_grad=True)
    network(name, depth)(x).sum().backward()
    assert x.grad is not None
    return float(x.grad.norm())


def spread(name: str, depth: int, seeds: range = SEEDS) -> dict[str, float]:
    norms = np.array([input_gradient(name, depth, seed) for seed in seeds])
    return {"low": rounded(norms.min()), "median": rounded(np.median(norms)), "high": rounded(norms.max())}


def exclusive_or(seed: int, n: int = 256) -> tuple[Tensor, Tensor]:
    """Two features whose signs agree or not: no line separates the classes."""
    x = torch.randn(n, 2, generator=torch.Generator().manual_seed(seed))
    return x, (x[:, 0] * x[:, 1] > 0).float()


def accuracy(name: str, depth: int, seed: int, steps: int = 600) -> float:
    """The accuracy on its training data of a network trained with Adam."""
    x, y = exclusive_or(seed)
    torch.manual_seed(seed)
    model = nn.Sequential(network(name, depth, inputs=2), nn.Linear(WIDTH, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(model(x).squeeze(1), y).backward()
        optimizer.step()
    return float(((model(x).squeeze(1) > 0) == (y > 0)).float().mean())


def make(path: Path) -> Iterator[Made]:
    gradients = {name: {str(d): spread(name, d) for d in DEPTHS} for name in ACTIVATIONS}
    trained = ("sigmoid", "sigmoid, gain 4", "sigmoid, batch norm", "relu")
    accuracies = {name: [rounded(accuracy(name, 8, seed)) for seed in range(5)] for name in trained}
    found = {"seeds": len(SEEDS), "gradient": gradients, "accuracy of eight layers": accuracies}
    yield result(path, found)
