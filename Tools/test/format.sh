#!/usr/bin/env bash
# Lints our Swift sources, or formats them with --in-place. What is generated is left alone.
set -euo pipefail
cd "$(dirname "$0")/../.."
sources() {
  git ls-files -z --cached --others --exclude-standard '*.swift' | grep -zv '/Generated/' \
    | while IFS= read -r -d "" file; do if [ -e "$file" ]; then printf "%s\\0" "$file"; fi; done
}
if [ "${1:-}" = --in-place ]; then
  sources | xargs -0 swift format format --in-place --parallel
else
  sources | xargs -0 swift format lint --strict --parallel
fi
