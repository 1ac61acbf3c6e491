"""Second opinions on articles in the band of doubt: a local model, or an endpoint that is asked.

`judge.Judge` is the seam. Nothing here knows of budgets, caches, HTTP or what an opinion changes.
"""
