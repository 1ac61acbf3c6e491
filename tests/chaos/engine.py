"""The embedded engine with the points of `chaos.points` planted: `python -m chaos.engine`.

Its children import this module too, as multiprocessing has it: the points are in them as well.
"""

import sys

from chaos.points import ENGINE_POINTS, plant
from worker.cli import main

plant(ENGINE_POINTS)

if __name__ == "__main__":
    sys.argv[1:] = ["run"]
    main()
