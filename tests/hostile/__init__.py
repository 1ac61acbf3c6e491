"""The hostile web: servers with the worst manners, and what has to come of each.

Each `cases_<area>.py` has `cases()`; `test_<area>.py` runs their short form in the suite, and
`python -m hostile` (`make hostile`) runs all of them and prints the figures.
"""
