"""How pages become articles: bytes in, one `Extraction` out; no network, no database."""
