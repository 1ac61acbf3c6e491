"""What a page is where it is no whole article: one kind a file, its markers in a table by language.

Each module has one function that takes a `Page` and returns the reason for people, or None. A true
article
that is turned away is the worse error: every kind asks for more than one sign.
"""
