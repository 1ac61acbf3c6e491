"""How the links of a page are judged; `worker.discover.pages` is the door."""
