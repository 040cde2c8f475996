#!/usr/bin/env bash
# Lints our Swift sources, or formats them with --in-place. What is generated is left alone.
set -euo pipefail
cd "$(dirname "$0")/../.."
files=$(git ls-files '*.swift' | grep -v '/Generated/')
if [ "${1:-}" = --in-place ]; then
  echo "$files" | xargs swift format format --in-place --parallel
else
  echo "$files" | xargs swift format lint --strict --parallel
fi
