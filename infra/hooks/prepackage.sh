#!/bin/sh
# Builds dist/app, which azd then packs, and prints its size.
set -eu
cd "$(dirname "$0")/../.."
npm run build
