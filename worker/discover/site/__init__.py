"""How the sources of a site are found; `worker.discover.finder` is the door."""
