# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Shared by tools/demo, tools/test and .ci/run: to be sourced by bash, from anywhere.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() {
    printf '== %s\n' "$*"
}

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# names_of GROUP…: the lines of packages.txt for these groups, each "name" or "name|other-name".
names_of() {
    local group
    for group in "$@"; do
        awk -v group="$group" '$1 == group { print $2 }' "$root/tools/packages.txt"
    done
}

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# missing_of GROUP…: those lines of which no name is installed.
missing_of() {
    local names name
    while read -r names; do
        for name in ${names//|/ }; do
            is_installed "$name" && continue 2
        done
        echo "$names"
    done < <(names_of "$@")
}

# first_known "name|other-name": the first name that this release has.
first_known() {
    local name
    for name in ${1//|/ }; do
        if [ -n "$(apt-cache madison "$name" 2>/dev/null)" ]; then
            echo "$name"
            return
        fi
    done
    fail "this system has no package ${1//|/ or }"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "packages are missing: run this as root, or install sudo"
    fi
}

# need_packages GROUP…: installs what is missing; calls apt only then.
need_packages() {
    local missing names name chosen=()
    command -v dpkg-query >/dev/null || fail "this needs Debian's packages (see tools/packages.txt)"
    mapfile -t missing < <(missing_of "$@")
    [ ${#missing[@]} = 0 ] && return
    say "Installing with apt: ${missing[*]}"
    as_root apt-get update -q
    for names in "${missing[@]}"; do
        name=$(first_known "$names")
        chosen+=("$name")
    done
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${chosen[@]}"
}

# build_preset PRESET: configures and builds one of CMakePresets.json.
build_preset() {
    say "Building ($1); the first time takes some minutes"
    (cd "$root" && cmake --preset "$1" >/dev/null && cmake --build --preset "$1")
}
