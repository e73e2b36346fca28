# ---
# jupyter:
#   description: Logistic regression in Python on real tumours, with scikit-learn, by hand in NumPy, and in PyTorch.
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Logistic regression on real data
#
# A logistic regression is a weighted sum and a sigmoid. The one on this page tells malignant from benign breast
# tumours, and is wrong on 3<!-- int(wrong.sum()) --> of 143<!-- len(y_test) --> that it has never seen. In
# scikit-learn it takes a few lines:

# %%
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

cancer = load_breast_cancer()
malignant = 1.0 - cancer.target  # scikit-learn codes benign as 1
split = {"test_size": 0.25, "stratify": malignant, "random_state": 0}
train, test, y_train, y_test = train_test_split(cancer.data, malignant, **split)

# A small C keeps the weights small.
classifier = make_pipeline(StandardScaler(), LogisticRegression(C=0.25))
classifier.fit(train, y_train)
print(f"right: {classifier.score(test, y_test):.1%} of {len(test)}")

# %% [markdown]
# To see what happens inside, you now write the training by hand in NumPy, then in PyTorch, and get the same
# numbers to twelve digits. Then come three things that most tutorials leave out: how to decide by cost, how far
# to trust a probability, and what the weights mean.
#
# !!! warning "Not a medical device"
#
#     The data are few and decades old, and they hold nothing else that a physician knows about a patient. They
#     show how the method works. Do not use them for a diagnosis.

# %% [markdown]
# ## The data
#
# Each of 569<!-- len(features) --> tumours was sampled with a fine needle, and the outlines of the cell nuclei
# were traced in a digital image [@street1993]. Ten quantities, such as radius, texture and concavity, were
# measured on every nucleus. Their mean, standard error and "worst" (the mean of the three largest) make
# 30<!-- features.shape[1] --> features. scikit-learn bundles a copy of the published table [@wolberg1995], so
# nothing is downloaded.

# %%
import numpy as np
import torch
from scipy.optimize import linprog
from scipy.special import expit as sigmoid
from scipy.special import logit
from torch import nn

features, names = cancer.data, cancer.feature_names
print(f"{len(features)} tumours, {malignant.sum():.0f} of them malignant, {len(names)} features")
columns = [0, 3, 4]
print("  ".join(names[columns]), " malignant")
for row in (0, 1, 2, 19, 20, 21):
    cells = [f"{features[row, k]:{len(names[k])}.4g}" for k in columns]
    print("  ".join(cells), f"{malignant[row]:10.0f}")

# %% [markdown]
# Hold back a quarter to judge the model by, with the same share of malignant tumours in both parts. Then
# **standardise**: subtract each feature's mean and divide by its standard deviation, which says how far the
# values spread. Areas are in the hundreds and smoothness is a tenth; afterwards one step size, and one penalty,
# suits all of them.
#
# Mean and deviation come from the training part alone. The model must not learn anything from the tumours that
# you judge it by.

# %%
train, test, y_train, y_test = train_test_split(features, malignant, **split)
mean, deviation = train.mean(axis=0), train.std(axis=0)
x_train, x_test = (train - mean) / deviation, (test - mean) / deviation
print("training", x_train.shape, "held out", x_test.shape)

# %% [markdown]
# ## What training minimises
#
# The weighted sum $z = w \cdot x + b$ is the **logit**. It is the *log-odds* of "malignant": the logarithm of how
# many malignant tumours there are for each benign one, among tumours like this. The sigmoid turns it into a
# probability, $p = \sigma(z)$.
#
# Good weights give each tumour's true class a high probability. So minimise the average of $-\ln p$ over the
# malignant and of $-\ln(1-p)$ over the benign. This is the **binary cross-entropy** (BCE). Compute it from the
# logits, as $\ln(1 + e^z) - yz$, and never from $p$, which can round to 0 or 1 and make the logarithm infinite:


# %%
def cross_entropy(z, y):
    """The mean of ln(1 + eᶻ) - y z, which cannot overflow."""
    return np.mean(np.logaddexp(0, z) - y * z)


for what, z, y in (("sure and right", 5.0, 1.0), ("undecided", 0.0, 1.0), ("sure and wrong", 5.0, 0.0)):
    print(f"{what:14}  {cross_entropy(z, y):.4f}")

# %% [markdown]
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
# Multiply the weights of such a plane by ten, and every probability moves towards its true class. So the loss
# would never stop falling, and all probabilities would go to 0 or 1. With the penalty the loss has exactly one
# minimum, and every correct method finds it.
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
# Start with all weights at zero, where every probability is one half and the loss is $\ln 2$. Then take
# steps against the gradient, each with all the data. The sign `@` multiplies a matrix and a vector:
# `x_train @ weights` is the weighted sum of the features, for each tumour.

# %%
steps, rate, penalty = 4000, 0.5, 0.01
weights, bias = np.zeros(features.shape[1]), 0.0
losses, losses_held_out = [], []

for _ in range(steps):
    logits = x_train @ weights + bias
    loss = cross_entropy(logits, y_train)
    losses.append(loss + penalty / 2 * weights @ weights)

    held_out = x_test @ weights + bias
    losses_held_out.append(cross_entropy(held_out, y_test))

    grad = (sigmoid(logits) - y_train) / len(y_train)
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
# Nearly everything is learned in the first hundred steps. The remaining 3,900<!-- steps - 100 --> only make the
# last digits exact, so that you can compare two programs. The loss on held-out tumours falls until the end, to
# 0.089<!-- losses_held_out[-1] -->: with the penalty the model can learn little by heart. It ends below the
# training loss of 0.098<!-- losses[-1] --> because it has no penalty added.

# %% [markdown]
# ## The same in PyTorch
#
# The start, the loss and the steps are the same. Autograd now finds the gradient that you wrote by hand.

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
# The two loops share no code. Compare all 31<!-- weights.size + 1 --> parameters, and the loss at each of the
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
# scikit-learn is a third, independent check. It sums where we average, so its `C` is $1/(n\lambda)$, and here it
# uses Newton's method, which needs only a few steps:

# %%
independent = LogisticRegression(
    C=1 / (len(y_train) * penalty),
    solver="newton-cholesky",
    tol=1e-10,
)
independent.fit(x_train, y_train)
difference = np.abs(independent.coef_[0] - weights).max()
assert difference < 1e-8, difference
print("scikit-learn's weights agree within 1e-8")

# %% [markdown]
# ## From probability to decision
#
# The sigmoid turns the logit into a probability, and a threshold turns the probability into a decision. Call a
# tumour malignant where $p$ is above one half, which is where the logit is above 0.

# %%
z = x_test @ weights + bias
p = sigmoid(z)
wrong = (p > 0.5) != (y_test == 1)


def outcomes(called):
    """How many are found, missed, false alarms, and correctly called benign."""
    sick = y_test == 1
    parts = (called & sick, ~called & sick, called & ~sick, ~called & ~sick)
    return [int(part.sum()) for part in parts]


found, missed, alarms, cleared = outcomes(z > 0)
print(f"right: {np.mean(~wrong):.1%}")
print(f"right, had we called all of them benign: {np.mean(y_test == 0):.1%}")

# %% [markdown]
# | actually | called malignant | called benign |
# | --- | --- | --- |
# | malignant | 51<!-- found --> | 2<!-- missed --> |
# | benign | 1<!-- alarms --> | 89<!-- cleared --> |
#
# One half is the right threshold only if both errors cost the same. Suppose that a missed cancer costs $c$ times
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
# The costs do not come from the data; the people concerned have to name them. Compute the threshold from the
# costs, as here. If you search for the threshold that looks best on the held-out part, you have trained on it.

# %% [markdown]
# ## Can you believe the probabilities?
#
# A model is **calibrated** if, among cases with $p = 0.8$, about eight in ten are positive. For a quick
# check, sort the held-out tumours by $p$. Compare how many the model expects to be malignant, which is the sum
# of $p$, with how many are.

# %%
groups = ((0, 0.1), (0.1, 0.5), (0.5, 0.9), (0.9, 1))
print("p           tumours  expected  malignant")
for low, high in groups:
    here = (p >= low) & (p < high)
    expected, sick = p[here].sum(), y_test[here].sum()
    print(f"{low:3} to {high:3} {here.sum():8} {expected:9.1f} {sick:10.0f}")

# %% [markdown]
# The sums agree to within three tumours. With so few cases you cannot find out more. [Is the output a
# probability?](../understand/curve.md#a-number-between-0-and-1-is-not-yet-a-probability)
# explains why this must be checked.
#
# The groups also offer a third decision: *not yet*. All 3<!-- int(wrong[unsure].sum()) --> errors are among the
# 21<!-- int(unsure.sum()) --> tumours between 0.1<!-- groups[0][1] --> and 0.9<!-- groups[-1][0] -->. Clear the
# lowest group, refer the highest, and look again at those between. Here are single cases,
# from the surest to the least sure:

# %%
unsure = (p >= 0.1) & (p < 0.9)
assert unsure[wrong].all()
for case in (np.argmin(z), np.argmax(z), np.argmin(np.abs(z))):
    truth = "malignant" if y_test[case] else "benign"
    print(f"logit {z[case]:6.2f}, p {p[case]:.6f}, actually {truth}")

# %% [markdown]
# No probability here is exactly 1. For the surest malignant tumour the probability of "benign" is
# 3.6 × 10⁻⁹<!-- sigmoid(-z.max()) -->. Compute it as $\sigma(-z)$: in $1 - p$ most of its digits are lost.

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
# This does not tell you causes. "Worst radius" and "worst perimeter" have a correlation of
# 0.99<!-- np.corrcoef(train[:, 20], train[:, 22])[0, 1] -->: they measure almost the
# same thing, so "all others stay" never happens, and the penalty divides the weight between them. The
# predictions are good, but a single weight is not evidence about a single feature.

# %% [markdown]
# ## ## Two common mistakes
#
# **Sigmoid twice.** The loss applies the sigmoid itself. If you give it probabilities, no error is raised:

# %%
twice = sigmoid(p)
for what, values, given in (("once", p, z), ("twice", twice, p)):
    loss = cross_entropy(given, y_test)
    low, high = values.min(), values.max()
    print(f"{what:5}: p from {low:.4f} to {high:.4f}, loss {loss:.3f},", end=" ")
    print(f"{np.sum(values > 0.5)} called malignant")

# %% [markdown]
# The second sigmoid gets inputs between 0 and 1, and so never gives less than one half: every tumour is called
# malignant.
# Even perfect predictions cannot bring the loss below 0.313<!-- -np.log(sigmoid(1.0)) --> for a malignant
# tumour and 0.693<!-- np.log(2) --> for a benign one. If your loss gets stuck in this range, look for a
# second sigmoid.
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
# - [Thresholds and calibration](../fix/thresholds-and-calibration.md): decisions, and probabilities that you can
#   trust.
