#!/usr/bin/env bash
# Installs redis-server and PostgreSQL from the system's packages where they are missing and it may;
# otherwise says what to install. The tests start their own servers: none is left running by this.
set -eu
missing=()
command -v redis-server >/dev/null || missing+=(redis-server)
command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "vedette: the tests need ${missing[*]}; install them with your package manager" >&2
  exit 1
fi
run=()
if [ "$(id -u)" -ne 0 ]; then
  if ! sudo -n true 2>/dev/null; then
    echo "vedette: the tests need ${missing[*]}; run: sudo apt-get install ${missing[*]}" >&2
    exit 1
  fi
  run=(sudo -n)
fi
echo "installing ${missing[*]} …"
# The packages would start servers of their own; a policy keeps them from it.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | "${run[@]}" tee "$policy" >/dev/null
  "${run[@]}" chmod +x "$policy"
  trap '"${run[@]}" rm -f "$policy"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
"${run[@]}" apt-get update -qq
"${run[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
