"""What every process child needs, loaded once in the server that forks them; imported only there.

The one module whose import does something: a forkserver is given modules, and nothing else. A child
that a page has cost is so replaced in milliseconds instead of two seconds, and children share the
memory.
"""

import gc

from worker import settings as settings_module
from worker.build import App
from worker.settings import Settings


def _warm_app() -> App | None:
    try:
        app = App(settings_module.load())
        app.warm()
    # It would end the forkserver, and every child with it. Each child loads for itself then, and
    # tells what is wrong.
    except Exception:  # noqa: BLE001 - a door
        return None
    gc.freeze()  # a collection would touch, and so copy, what children share
    return app


_warmed = _warm_app()


def warm(app: App) -> None:
    """Give a child's app what is loaded already, or have it load that for itself."""
    if _warmed is not None and _decisive(_warmed.settings) == _decisive(app.settings):
        _warmed.share_with(app)
    else:
        app.warm()


def _decisive(settings: Settings) -> tuple[object, ...]:
    return settings.process, settings.classify, settings.opinion
