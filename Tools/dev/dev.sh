#!/usr/bin/env bash
# Runs a scratch instance in ./scratch, and builds and starts it anew when a source changes. Ctrl-C ends both.
set -uo pipefail
cd "$(dirname "$0")/../.."
server=
trap '[ -n "$server" ] && kill "$server" 2>/dev/null; exit 0' INT TERM
[ -e scratch/settings.json ] || .build/release/switchkeep init --data-dir scratch

changed() { find Sources Pure/Sources Package.swift -newer "$1" -type f -print -quit; }

while true; do
  mark=$(mktemp)
  if swift build -c release --product switchkeep; then
    [ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
    .build/release/switchkeep serve --data-dir scratch &
    server=$!
  fi
  until [ -n "$(changed "$mark")" ]; do sleep 1; done
  rm -f "$mark"
done
