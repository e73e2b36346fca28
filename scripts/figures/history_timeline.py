"""Two centuries in four chapters, each event at its date: population, probability, neurons, gates and outputs."""

from matplotlib.figure import Figure

from scripts.figures.style import figure, label, no_axis, points, x_axis, y_axis

# A chapter: its name, its colour, and what happened when.
CHAPTERS = (
    (
        "a law of population",
        "accent",
        {1838: "Verhulst's equation", 1845: "its name: logistique", 1920: "found again"},
    ),
    (
        "a probability",
        "accent-2",
        {1944: "the logit", 1952: "paired comparisons", 1958: "logistic regression"},
    ),
    (
        "a neuron",
        "accent-3",
        {
            1943: "neurons as thresholds",
            1983: "the chance that a unit fires",
            1986: "units that can be differentiated",
            1991: "gradients vanish with depth",
            2011: "rectifiers take the hidden layers",
        },
    ),
    (
        "a gate, and an output",
        "accent-4",
        {
            1997: "LSTM, with two gates",
            2000: "the forget gate",
            2017: "gated layers and Swish",
            2023: "losses: SigLIP, DPO",
            2024: "sigmoid attention, expert routing",
        },
    ),
)
ROW, GAP = 31, 18
TURN = 1930  # later events have their text on the left, where there is room


def draw() -> Figure:
    rows = sum(len(events) + 1 for _, _, events in CHAPTERS)
    height = ROW * rows + GAP * len(CHAPTERS)
    fig, ax = figure(height + 40, left=14, right=14, top=4, bottom=36)
    x_axis(ax, 1834, 2028, [1850, 1900, 1950, 2000])
    y_axis(ax, 0, height, [])
    no_axis(ax, "left")
    y = float(height)
    for name, token, events in CHAPTERS:
        y -= ROW
        early = min(events) < TURN
        label(ax, min(events) if early else max(events), y - 6, name, token, "left" if early else "right")
        for year, event in events.items():
            y -= ROW
            points(ax, year, y, token)
            if year < TURN:
                label(ax, year, y - 6, f"{year} {event}", dx=13)
            else:
                label(ax, year, y - 6, f"{event} {year}", align="right", dx=-13)
        y -= GAP
    return fig
