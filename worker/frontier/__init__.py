"""How URLs wait: canonical form, admission, pace and retry, as pure rules."""
