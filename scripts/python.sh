#!/usr/bin/env bash
# Checks that the given Python can make the environment; says what to install where it can't.
set -eu
python=$1
command -v "$python" >/dev/null || { echo "vedette: $python is not installed; install Python 3.11 or newer" >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "vedette: $("$python" --version) is too old; Python 3.11 or newer is needed (make PYTHON=python3.12 …)" >&2; exit 1; }
"$python" -c 'import ensurepip, venv' 2>/dev/null || {
  echo "vedette: $python can't make virtual environments; on Debian: apt-get install python3-venv" >&2; exit 1; }
