#!/usr/bin/env bash
# Runs a scratch instance in ./scratch, and builds and starts it anew when a source changes. Ctrl-C ends all of it.
set -uo pipefail
cd "$(dirname "$0")/../.."
server=
mark=$(mktemp)

halt() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; }
  server=
}
trap 'halt; rm -f "$mark"' EXIT
trap 'exit 0' INT TERM

# A folder is newer too when a file in it was removed or renamed.
changed() { find Sources Pure/Sources Pure/Package.swift Package.swift -newer "$mark" -print -quit; }

while true; do
  touch "$mark"
  if swift build -c release --product switchkeep; then
    halt
    # A throw-away secret for a throw-away folder: nobody is there to type a passphrase at each start.
    [ -e scratch.secret ] || (umask 077 && head -c 24 /dev/urandom | base64 >scratch.secret)
    [ -e scratch/settings.json ] || .build/release/switchkeep init --data-dir scratch --root-key "file:$PWD/scratch.secret"
    .build/release/switchkeep serve --data-dir scratch &
    server=$!
  fi
  until [ -n "$(changed)" ]; do sleep 1; done
  echo "dev: $(changed) changed"
done
