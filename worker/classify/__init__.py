"""How articles are judged: lexicon, matcher, model, topics, evidence.

`classifier.Classifier` is the door. Nothing here knows where a text came from or where it goes.
"""
