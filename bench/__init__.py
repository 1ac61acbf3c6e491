"""Measures pages a second of both engines against trafilatura alone: `python -m bench --help`.

Runs from a checkout on Linux (loopback addresses, /proc). Knows Vedette by its doors only.
"""
