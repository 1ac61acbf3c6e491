"""Vedette's Celery app with the points of `chaos.points` planted: `celery -A chaos.app`."""

from chaos.points import plant
from worker.celery import app

plant()

__all__ = ["app"]
