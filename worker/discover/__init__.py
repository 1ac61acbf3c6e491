"""How URLs are found: the list of sources, and what feeds say."""
