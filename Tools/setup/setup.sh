#!/usr/bin/env bash
# Installs what is missing: the Debian packages of debian.txt and a Python environment with requirements.txt, both pinned here and
# nowhere else. Quick when all is there. Where it may not install, it prints the command and stops.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
lists=$(cat "$here/debian.txt" "$here/requirements.txt" "$0" | sha256sum | cut -c1-16)
stamp="$root/.venv/.stamp-$lists"

stop() {
  printf 'setup: %s\n' "$1" >&2
  shift
  printf '  %s\n' "$@" >&2
  exit 1
}

swift_version() { swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+)\.([0-9]+).*/\1 \2/p' | head -n 1; }

read -r major minor <<<"$(swift_version)" || true
if [ -z "${major:-}" ] || [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 2 ]; }; then
  found=none
  [ -z "${major:-}" ] || found="Swift $major.$minor"
  stop "Swift 6.2 or newer is needed; on PATH there is $found. Run:" \
    'curl -fLO "https://download.swift.org/swiftly/linux/swiftly-$(uname -m).tar.gz" && tar zxf "swiftly-$(uname -m).tar.gz"' \
    './swiftly init --skip-install --quiet-shell-followup' \
    '. "${SWIFTLY_HOME_DIR:-$HOME/.local/share/swiftly}/env.sh" && swiftly install --use 6.3'
fi

resources=$(swift -print-target-info | sed -nE 's/.*"runtimeResourcePath": "(.*)".*/\1/p')
[ -d "${resources}_static/linux" ] || stop "this Swift toolchain has no ${resources}_static, which the program is linked with." \
  'Take a toolchain of https://www.swift.org/install/linux/, which has it.'

mapfile -t wanted <"$here/debian.txt"
installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null || true)
missing=()
for package in "${wanted[@]}"; do
  grep -qx "installed $package" <<<"$installed" || missing+=("$package")
done
if [ "${#missing[@]}" -gt 0 ]; then
  install="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
  [ "$(id -u)" -eq 0 ] || stop "these Debian packages are missing: ${missing[*]}. Run:" "sudo sh -c '$install'"
  echo "setup: installing ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

[ -e "$stamp" ] && exit 0
echo "setup: making the Python environment in .venv (a minute)"
python3 -m venv "$root/.venv"
"$root/.venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
rm -f "$root"/.venv/.stamp-*
touch "$stamp"
echo "setup: done"
