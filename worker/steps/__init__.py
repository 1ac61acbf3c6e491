"""The steps of the path, one file each, in the words of `worker/pipeline.py`."""
