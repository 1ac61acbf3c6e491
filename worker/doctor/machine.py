"""This machine: room on its disk, its clock against the others', names and the way out."""

import os
import shutil
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from pathlib import Path

from worker.doctor.finding import Finding, critical, fine, warning

_GB = 1_000_000_000
#: SQLite and the logs stop at 0; a day's captures are a few gigabytes at the most.
DISK_WARNING_BYTES = 5 * _GB
DISK_CRITICAL_BYTES = 1 * _GB
#: Certificates and dates of articles are read by this clock; leases are not.
CLOCK_WARNING_SECONDS = 5.0
CLOCK_CRITICAL_SECONDS = 300.0
DNS_SECONDS = 5.0


def disk(folder: Path) -> Finding:
    """Free room where Vedette writes, and whether it may."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return critical("disk", f"{folder}: {error.strerror}", "set VEDETTE_DATA_DIR")
    if not os.access(folder, os.W_OK):
        return critical("disk", f"{folder} can't be written", "set VEDETTE_DATA_DIR, or its rights")
    says = f"{free / _GB:.1f} GB free in {folder}"
    remedy = "make room; while the disk is full nothing is fetched, and nothing accepted is lost"
    if free < DISK_CRITICAL_BYTES:
        return critical("disk", says, remedy)
    return warning("disk", says, remedy) if free < DISK_WARNING_BYTES else fine("disk", says)


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


def names(hosts: Sequence[str]) -> Finding:
    """Whether names of hosts that answered before still have addresses."""
    wanted = [host for host in hosts if not _is_address(host)]
    if not wanted:
        return fine("dns", "no host with a name has been asked yet")
    pool = ThreadPoolExecutor(len(wanted))
    looks = {host: pool.submit(socket.getaddrinfo, host, 443) for host in wanted}
    failed = []
    for host, look in looks.items():
        try:
            look.result(timeout=DNS_SECONDS)
        except (OSError, UnicodeError) as error:
            failed.append(f"{host}: {error}")
        except TooLate:
            failed.append(f"{host}: no answer in {DNS_SECONDS:.0f} s")
    pool.shutdown(wait=False, cancel_futures=True)
    if not failed:
        return fine("dns", f"{len(wanted)} names of known hosts resolve")
    remedy = "look at this machine's resolver (/etc/resolv.conf), and at its way out"
    if len(failed) == len(wanted):
        return critical("dns", "; ".join(failed), remedy)
    return warning("dns", "; ".join(failed), remedy)


def _is_address(host: str) -> bool:
    bare = host.partition(":")[0] if host.count(":") == 1 else host.strip("[]")
    try:
        socket.inet_pton(socket.AF_INET6 if ":" in bare else socket.AF_INET, bare)
    except OSError:
        return False
    return True
