#!/bin/sh
# Installs what is missing, builds, and opens phieu: on the file named, else on a fresh one.
#     sh tools/run.sh [FILE.db]
set -e
cd "$(dirname "$0")/.."
. tools/packages.sh
install_missing $build_packages
[ -d build-run ] || meson setup build-run --buildtype=release
ninja -C build-run src/phieu
if [ $# -gt 0 ]; then
    exec build-run/src/phieu "$@"
fi
file=$(mktemp -d)/phieu.db
echo "$file"
PHIEU_FORMS=$PWD/forms PHIEU_DATA=$PWD/data build-run/src/phieu "$file"
echo "$file"
