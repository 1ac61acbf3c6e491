"""How pages come in: guarded addresses, one deadline per URL, bounded bodies, robots.txt.

`client.Fetcher` is the door. Nothing here knows the frontier, the database or what a page means.
"""
