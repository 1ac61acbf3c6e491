"""`python -m support.hanging run`: Vedette, whose loop hangs once if the file $HANG_ONCE is there.

Nothing else of it is changed; it takes the file away before it hangs.
"""

import os
import threading
from pathlib import Path

from worker.cli import main
from worker.pipeline import Pipeline

_dispatch = Pipeline.dispatch


def _hang_once(self: Pipeline) -> int:
    mark = Path(os.environ["HANG_ONCE"])
    if mark.exists() and threading.current_thread() is threading.main_thread():
        mark.unlink()
        threading.Event().wait()
    return _dispatch(self)


if __name__ == "__main__":
    Pipeline.dispatch = _hang_once  # type: ignore[method-assign]
    main()
