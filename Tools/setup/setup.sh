#!/usr/bin/env bash
# Installs what is missing: the Debian packages of debian.txt and a Python environment with requirements.txt, both pinned here and
# nowhere else. Quick when all is there. Where it may not install, it prints the command and stops.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
stamp="$root/.venv/.stamp-$(cat "$here/debian.txt" "$here/requirements.txt" "$0" | sha256sum | cut -c1-16)"

fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

swift_is_new_enough() {
  local version
  version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+)\.([0-9]+).*/\1 \2/p' | head -n 1)
  [ -n "$version" ] || return 1
  set -- $version
  [ "$1" -gt 6 ] || { [ "$1" -eq 6 ] && [ "$2" -ge 2 ]; }
}

swift_is_new_enough || fail "Swift 6.2 or newer is needed. Install it from https://www.swift.org/install/linux/ and put its usr/bin on PATH."
[ -e "$stamp" ] && exit 0

missing=()
while read -r package; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done <"$here/debian.txt"
if [ "${#missing[@]}" -gt 0 ]; then
  install="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
  [ "$(id -u)" -eq 0 ] || fail "these Debian packages are missing. Run: sudo sh -c '$install'"
  echo "setup: installing ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

echo "setup: making the Python environment in .venv"
python3 -m venv "$root/.venv"
"$root/.venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
touch "$stamp"
echo "setup: done"
