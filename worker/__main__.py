"""`python -m worker` is `vedette`."""

from worker.cli import main

main()
