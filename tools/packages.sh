# Installs the Debian packages named as arguments that are missing. Sourced by run.sh and test.sh.
install_missing() {
    missing=
    for package; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing="$missing $package"
    done
    [ -z "$missing" ] && return 0
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    echo "Installing:$missing"
    $as_root apt-get update -q &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
}

build_packages="build-essential meson ninja-build pkg-config libncurses-dev libsqlite3-dev libyaml-dev
    libutf8proc-dev libjansson-dev nettle-dev ncurses-term"
test_packages="libvterm-dev sqlite3 python3 clang libclang-rt-dev locales"
bench_packages="valgrind"
