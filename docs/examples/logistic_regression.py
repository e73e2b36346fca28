# ---
# jupyter:
#   description: A logistic regression on real tumours, trained by hand, in PyTorch and with scikit-learn.
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Logistic regression on real data
#
# A logistic regression is a weighted sum and a sigmoid. You train one here that tells malignant from benign
# breast tumours, and it errs on 3<!-- int(wrong.sum()) --> of 143<!-- len(y_test) --> that it has never seen.
# You write the training by hand, then in PyTorch, and arrive at the same numbers to twelve digits. Then comes
# what most tutorials leave out: how to decide by cost, how far to trust a probability, and what the weights
# mean.
#
# !!! warning "Not a medical device"
#
#     The data are few, decades old, and stripped of everything else that a physician knows. They show how the
#     method works. They must not guide a diagnosis.

# %% [markdown]
# ## The data
#
# Each of 569<!-- len(features) --> tumours was sampled with a fine needle, and the outlines of the cell nuclei
# were traced in a digitised image [@street1993]. Ten quantities, such as radius, texture and concavity, were
# measured on every nucleus. Their mean, standard error and "worst" (the mean of the three largest) make
# 30<!-- features.shape[1] --> features. scikit-learn bundles a copy of the published table [@wolberg1995], so
# nothing is downloaded.

# %%
import numpy as np
import torch
from scipy.optimize import linprog
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from torch import nn

from reference_impl import (
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_backward,
    logit,
    sigmoid,
)

cancer = load_breast_cancer()
features, names = cancer.data, cancer.feature_names
malignant = 1.0 - cancer.target  # scikit-learn codes benign as 1
print(f"{len(features)} tumours, {malignant.sum():.0f} of them malignant")
print(f"{len(names)} features, from {names[0]} to {names[-1]}")

# %% [markdown]
# Hold back a quarter to judge the model by, with the same share of malignant tumours in both parts. Then
# standardise: subtract each feature's mean and divide by its standard deviation. Areas are in the hundreds and
# smoothness is a tenth; afterwards one step size, and one penalty, suits all of them.
#
# Mean and deviation come from the training part alone. What you will judge by must not leak into what you
# train.

# %%
train, test, y_train, y_test = train_test_split(
    features,
    malignant,
    test_size=0.25,
    stratify=malignant,
    random_state=0,
)
mean, deviation = train.mean(axis=0), train.std(axis=0)
x_train, x_test = (train - mean) / deviation, (test - mean) / deviation
print("training", x_train.shape, "held out", x_test.shape)

# %% [markdown]
# ## What training minimises
#
# The weighted sum $z = w \cdot x + b$ is the **logit**, the log-odds of "malignant". The sigmoid makes it a
# probability, $p = \sigma(z)$. Good weights give each tumour's true class a high probability, so minimise the
# average of $-\ln p$ over the malignant and of $-\ln(1-p)$ over the benign. This is the binary cross-entropy,
# and you compute it from the logits, never from $p$: there nothing rounds to $\ln 0$.
#
# Add a small penalty on the weights:
#
# $$
# L(w, b) = \frac1n \sum_{i=1}^{n} \operatorname{BCE}(z_i, y_i) + \frac{\lambda}{2} \lVert w \rVert^2
# $$
#
# Without it there would be no minimum. A linear program finds a plane that separates the training tumours
# without error:

# %%
sides = np.column_stack([x_train, np.ones_like(y_train)])
sides[y_train == 1] *= -1  # malignant on the positive side
plane = linprog(
    np.zeros(sides.shape[1]),  # nothing to minimise: any plane will do
    A_ub=sides,
    b_ub=np.full(len(sides), -1.0),
    bounds=(None, None),
)
print("a plane separates them:", plane.success)

# %% [markdown]
# Multiply such a plane's weights by ten, and every probability moves towards its true class: the loss would
# fall for ever, and all probabilities would become certainties. With the penalty the loss has exactly one
# minimum, and every sound method ends there.
#
# The gradient is short. With respect to a logit, the sigmoid and the logarithm cancel to
# $(\sigma(z_i) - y_i)/n$: predicted minus true. The chain rule carries it to the weights:
#
# $$
# \nabla_w L = X^{\mathsf T}\,\frac{\sigma(z) - y}{n} + \lambda w
# $$

# %% [markdown]
# ## Train by hand
#
# Start with all weights at zero, where every probability is one half and the loss is $\ln 2$. Then walk
# downhill, always with all the data.

# %%
steps, rate, penalty = 4000, 0.5, 0.01
weights, bias = np.zeros(features.shape[1]), 0.0
losses, losses_held_out = [], []

for _ in range(steps):
    logits = x_train @ weights + bias
    loss = binary_cross_entropy_with_logits(logits, y_train)
    losses.append(loss + penalty / 2 * weights @ weights)

    held_out = x_test @ weights + bias
    loss = binary_cross_entropy_with_logits(held_out, y_test)
    losses_held_out.append(loss)

    grad = binary_cross_entropy_with_logits_backward(logits, y_train)
    grad_weights = x_train.T @ grad + penalty * weights
    weights = weights - rate * grad_weights
    bias = bias - rate * grad.sum()

for step in (0, 10, 100, steps - 1):
    print(f"after {step:4} steps: loss {losses[step]:.4f}")
print("slope below 1e-10:", np.abs(grad_weights).max() < 1e-10)

# %% [markdown]
# ![Both losses start at the logarithm of two, fall steeply in the first ten steps and are flat after about a
# hundred. The loss on held-out tumours never rises again.](../figures/training-loss.svg "The loss by step. The
# time axis is logarithmic.")
#
# Nearly everything is learnt in the first hundred steps. The remaining 3,900<!-- steps - 100 --> only settle
# digits, and you want them because you are about to compare two programs. The held-out loss falls all the way,
# to 0.089<!-- losses_held_out[-1] -->: the penalty leaves little to learn by heart. It ends below the training
# loss of 0.098<!-- losses[-1] --> because it has no penalty added.

# %% [markdown]
# ## The same in PyTorch
#
# Same start, same loss, same steps. Autograd now derives the gradient that you wrote by hand.

# %%
model = nn.Linear(len(names), 1, dtype=torch.float64)
nn.init.zeros_(model.weight)
nn.init.zeros_(model.bias)
optimizer = torch.optim.SGD(model.parameters(), lr=rate)
bce = nn.BCEWithLogitsLoss()
inputs, targets = torch.from_numpy(x_train), torch.from_numpy(y_train)
torch_losses = []

for _ in range(steps):
    optimizer.zero_grad()
    loss = bce(model(inputs).squeeze(1), targets)
    loss = loss + penalty / 2 * model.weight.square().sum()
    loss.backward()
    optimizer.step()
    torch_losses.append(loss.item())

# %% [markdown]
# The two loops share no line. Compare all 31<!-- weights.size + 1 --> parameters, and the loss at each of the
# 4,000<!-- steps --> steps:


# %%
def largest_difference(a, b):
    """The largest relative difference of two arrays."""
    return np.max(np.abs(np.array(a) / np.array(b) - 1))


torch_weights = model.weight.detach().numpy()[0]
differences = {
    "weights": largest_difference(torch_weights, weights),
    "bias": largest_difference(model.bias.item(), bias),
    "losses": largest_difference(torch_losses, losses),
}
for what, difference in differences.items():
    assert difference < 1e-12, (what, difference)
    print(f"{what:7} agree within 1e-12")

# %% [markdown]
# A third witness shares no step with them. scikit-learn sums where we average, so its `C` is $1/(n\lambda)$,
# and it walks by Newton's method, which needs a handful of steps:

# %%
witness = LogisticRegression(
    C=1 / (len(y_train) * penalty),
    solver="newton-cholesky",
    tol=1e-10,
)
witness.fit(x_train, y_train)
difference = np.abs(witness.coef_[0] - weights).max()
assert difference < 1e-8, difference
print("scikit-learn's weights agree within 1e-8")

# %% [markdown]
# ## From probability to decision
#
# Logit, probability, decision: three things, in this order. Call a tumour malignant where $p$ is above one
# half, which is where the logit is above 0.

# %%
z = x_test @ weights + bias
p = sigmoid(z)
wrong = (p > 0.5) != (y_test == 1)


def outcomes(called):
    """How many are found, missed, false alarms, and rightly left alone."""
    sick = y_test == 1
    parts = (called & sick, ~called & sick, called & ~sick, ~called & ~sick)
    return [int(part.sum()) for part in parts]


found, missed, alarms, left_alone = outcomes(z > 0)
print(f"right: {np.mean(~wrong):.1%}")
print(f"right, had we called all of them benign: {np.mean(y_test == 0):.1%}")

# %% [markdown]
# | in truth | called malignant | called benign |
# | --- | --- | --- |
# | malignant | 51<!-- found --> | 2<!-- missed --> |
# | benign | 1<!-- alarms --> | 89<!-- left_alone --> |
#
# But one half is a threshold only where both errors cost the same. Suppose that a missed cancer costs $c$ times
# as much as a needless biopsy. Calling a tumour benign then costs $c\,p$ on average, calling it malignant
# $1-p$. The second is cheaper as soon as
#
# $$
# p > \frac{1}{1+c}
# \quad\Longleftrightarrow\quad
# z > \operatorname{logit}\frac{1}{1+c} = -\ln c
# $$
#
# The model stays as it is. Only the threshold moves:

# %%
cost = 10
threshold = logit(1 / (1 + cost))
for limit in (0.0, threshold):
    _, misses, extra, _ = outcomes(z > limit)
    total = cost * misses + extra
    print(f"above {limit:5.2f}: missed {misses}, needless {extra:2}, cost {total}")

# %% [markdown]
# ![Benign tumours crowd below a logit of zero and malignant ones above. Two malignant ones lie between minus
# 2.3<!-- -threshold --> and zero: the lower threshold catches them, and calls
# 14<!-- outcomes(z > threshold)[2] - alarms --> more benign ones malignant.](../figures/decision-threshold.svg
# "The held-out tumours by logit, and the threshold for equal costs and for costs of 10 to 1.")
#
# Costs are for the people concerned to name, not for the data. And take the threshold from the costs, as here:
# if you search for the one that looks best on the held-out part, you have trained on it.

# %% [markdown]
# ## Can you believe the probabilities?
#
# A model is **calibrated** if, among cases with $p = 0.8$, about eight in ten are positive. A glance: sort the
# held-out tumours by $p$, and compare how many the model expects to be malignant, which is the sum of $p$, with
# how many are.

# %%
groups = ((0, 0.1), (0.1, 0.5), (0.5, 0.9), (0.9, 1))
print("p           tumours  expected  malignant")
for low, high in groups:
    here = (p >= low) & (p < high)
    expected, sick = p[here].sum(), y_test[here].sum()
    print(f"{low:3} to {high:3} {here.sum():8} {expected:9.1f} {sick:10.0f}")

# %% [markdown]
# The sums agree to within three tumours, and so few cases cannot tell you more. [Much can make a model
# miscalibrated](../understand/curve.md#a-number-between-0-and-1-is-not-yet-a-probability).
#
# The groups also offer a third decision: *not yet*. All 3<!-- int(wrong[unsure].sum()) --> errors are among the
# 21<!-- int(unsure.sum()) --> tumours between 0.1<!-- groups[0][1] --> and 0.9<!-- groups[-1][0] -->. Clear the
# lowest group, refer the highest, and look again at those between. Single cases, from the surest to the least
# sure:

# %%
unsure = (p >= 0.1) & (p < 0.9)
assert unsure[wrong].all()
for case in (np.argmin(z), np.argmax(z), np.argmin(np.abs(z))):
    truth = "malignant" if y_test[case] else "benign"
    print(f"logit {z[case]:6.2f}, p {p[case]:.6f}, in truth {truth}")

# %% [markdown]
# No probability here is 1. The surest malignant tumour leaves 3.6 × 10⁻⁹<!-- sigmoid(-z.max()) --> for
# "benign", which you read off as $\sigma(-z)$: in $1 - p$ most of its digits are already lost.

# %% [markdown]
# ## What the weights mean
#
# The features are standardised, so $e^{w}$ is the factor by which the odds of "malignant" grow when one feature
# rises by a standard deviation and all others stay. This is the **odds ratio**, and it is the same [wherever
# you start](../understand/curve.md#one-more-unit-of-input).

# %%
for i in np.argsort(-np.abs(weights))[:5]:
    print(f"{names[i]:20} {weights[i]:5.2f}  odds times {np.exp(weights[i]):.2f}")

# %% [markdown]
# Do not read causes from it. "Worst radius" and "worst perimeter" have a correlation of
# 0.99<!-- np.corrcoef(train[:, 20], train[:, 22])[0, 1] -->: they measure one thing twice, "all others stay"
# never happens, and the penalty divides the credit between them. The predictions are sound; a single weight is
# not evidence about a single feature.

# %% [markdown]
# ## The classical mistakes
#
# **Sigmoid twice.** The loss applies the sigmoid itself. Hand it probabilities, and no error is raised:

# %%
twice = sigmoid(p)
for what, values, given in (("once", p, z), ("twice", twice, p)):
    loss = binary_cross_entropy_with_logits(given, y_test)
    low, high = values.min(), values.max()
    print(f"{what:5}: p from {low:.4f} to {high:.4f}, loss {loss:.3f},", end=" ")
    print(f"{np.sum(values > 0.5)} called malignant")

# %% [markdown]
# The second sigmoid gets inputs between 0 and 1, and so never gives less than one half: everyone is called ill.
# Even perfect predictions cannot bring the loss below 0.313<!-- -np.log(sigmoid(1.0)) --> for a malignant
# tumour and 0.693<!-- np.log(2) --> for a benign one. A loss that gets stuck in this range is the symptom to
# look for.
#
# **Softmax of one output.** It is always 1. For two classes, either use one output and the sigmoid, or two
# outputs and softmax. They are the same model, because softmax sees only the difference of its inputs, and of
# two it is the sigmoid of that difference:

# %%
outputs = torch.from_numpy(np.column_stack([z, np.zeros_like(z)]))
softmax = torch.softmax(outputs, dim=1)[:, 0].numpy()
same = np.allclose(softmax, p, rtol=1e-12, atol=0)
print("softmax of z and 0 is the sigmoid of z:", same)

# %% [markdown]
# ## Go on
#
# - [What the curve means](../understand/curve.md): odds, log-odds, and why the sigmoid joins them.
# - [The derivative](../understand/derivative.md): where the gradient that you wrote by hand comes from.
# - [Error index](../fix/errors/index.md): the message or the symptom that your own model shows.
# - [API](../look-up/api.md): the loss and its backward pass.
#   [How to install](../look-up/api.md#install-or-vendor) `reference_impl`.
