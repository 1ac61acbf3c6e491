"""This machine: room on its disk, its clock against the others', names and the way out."""

import os
import shutil
import socket
import time
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as TooLate
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from worker.doctor.finding import Finding, critical, fine, warning
from worker.doctor.patience import begun
from worker.redaction import redact

_GB = 1_000_000_000
#: SQLite and the logs stop at 0; a day's captures are a few gigabytes at the most.
DISK_WARNING_BYTES = 5 * _GB
DISK_CRITICAL_BYTES = 1 * _GB
#: Certificates and dates of articles are read by this clock; leases are not.
CLOCK_WARNING_SECONDS = 5.0
CLOCK_CRITICAL_SECONDS = 300.0
DNS_SECONDS = 5.0


def disk(
    folder: Path,
    *,
    warning_bytes: int = DISK_WARNING_BYTES,
    critical_bytes: int = DISK_CRITICAL_BYTES,
) -> Finding:
    """Free room where Vedette writes, and whether it may. A folder that is missing is not made."""
    there = _nearest(folder.absolute())
    try:
        free = shutil.disk_usage(there).free
    except OSError as error:
        return critical("disk", f"{folder}: {error.strerror}", "set VEDETTE_DATA_DIR")
    if not there.is_dir() or not os.access(there, os.W_OK):
        return critical("disk", f"{there} can't be written", "set VEDETTE_DATA_DIR, or its rights")
    says = f"{free / _GB:.1f} GB free in {folder}"
    remedy = "make room; while the disk is full nothing is fetched, and nothing accepted is lost"
    if free < critical_bytes:
        return critical("disk", says, remedy)
    return warning("disk", says, remedy) if free < warning_bytes else fine("disk", says)


def _nearest(folder: Path) -> Path:
    """The folder, or the first above it that is there."""
    return next((one for one in (folder, *folder.parents) if one.exists()), folder)


def clock(name: str, other: str, ahead_seconds: float) -> Finding:
    """A machine's clock against another's.

    Args:
        ahead_seconds: below 0: behind.
    """
    side = "ahead of" if ahead_seconds >= 0 else "behind"
    says = f"{abs(ahead_seconds):.1f} s {side} {other}"
    remedy = "set the clocks by NTP (chrony, systemd-timesyncd)"
    if abs(ahead_seconds) >= CLOCK_CRITICAL_SECONDS:
        return critical(name, says, remedy)
    return (
        warning(name, says, remedy)
        if abs(ahead_seconds) >= CLOCK_WARNING_SECONDS
        else fine(name, says)
    )


def names(
    hosts: Sequence[str],
    *,
    resolve: Callable[[str, int], Any] = socket.getaddrinfo,
    patience_seconds: float = DNS_SECONDS,
) -> Finding:
    """Whether names of hosts that answered before still have addresses.

    Args:
        resolve: what finds a name's addresses, or raises OSError.
        patience_seconds: for all of them together.
    """
    wanted = [name for host in hosts if not _is_address(name := _name(host))]
    if not wanted:
        return fine("dns", "no host with a name has answered yet")
    looks = {name: begun(lambda name=name: resolve(name, 443)) for name in wanted}  # type: ignore[misc]
    until = time.monotonic() + patience_seconds
    failed = []
    for name, look in looks.items():
        try:
            look.result(timeout=max(0.0, until - time.monotonic()))
        except TooLate:
            failed.append(f"{name}: no answer in {patience_seconds:g} s")
        except (OSError, UnicodeError) as error:
            failed.append(f"{name}: {getattr(error, 'strerror', None) or error}")
    if not failed:
        return fine("dns", f"{len(wanted)} names of known hosts resolve")
    remedy = "look at this machine's resolver (/etc/resolv.conf), and at its way out"
    if len(failed) == len(wanted):
        return critical("dns", "; ".join(failed), remedy)
    return warning("dns", "; ".join(failed), remedy)


def proxy(url: str) -> Finding:
    """Whether the egress proxy, which resolves all names and makes all connections, is there."""
    parts = urlsplit(url)
    try:
        address = (parts.hostname or "", parts.port or 80)
        socket.create_connection(address, timeout=DNS_SECONDS).close()
    except (OSError, ValueError) as error:
        return critical(
            "proxy",
            f"{redact(url)}: {getattr(error, 'strerror', None) or error}",
            "start it, or mend fetch.proxy_url; all resumes by itself when it is back",
        )
    return fine("proxy", f"{redact(url)} takes connections; it resolves the names")


def _name(host: str) -> str:
    """A host as the frontier knows it may have a port."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0] if host.count(":") == 1 else host


def _is_address(name: str) -> bool:
    try:
        socket.inet_pton(socket.AF_INET6 if ":" in name else socket.AF_INET, name)
    except OSError:
        return False
    return True
