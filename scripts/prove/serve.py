"""``python -m scripts.prove.serve``: our functions for another process, by pickles through pipes; see ``levels``."""

from __future__ import annotations

import pickle
import sys
import time

from scripts.prove.levels import ladder
from scripts.prove.ours import EVERY


def main() -> None:
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            name, arrays = pickle.load(source)
        except EOFError:
            return
        answer = ladder()[-1] if name == "level" else EVERY[name](*arrays)
        pickle.dump((answer, time.process_time()), sink, protocol=5)
        sink.flush()


if __name__ == "__main__":
    main()
