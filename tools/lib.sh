# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Shared by the other tools and .ci/run: to be sourced by bash, from anywhere.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() {
    printf '== %s\n' "$*"
}

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# The codename of the Debian that this runs on. One that is not released yet calls itself NEXT/sid.
release_here() {
    case $(cat /etc/debian_version 2>/dev/null) in
        */sid) echo sid ;;
        *) (. /etc/os-release && echo "${VERSION_CODENAME:-sid}") ;;
    esac
}

# names_of GROUP…: the names in packages.txt for these groups on this release, each "name" or "name|other-name".
names_of() {
    local group release
    release=$(release_here)
    for group in "$@"; do
        awk -v group="$group" -v release="$release" \
            '$1 == group && (!$3 || $3 == release || ($3 ~ /^!/ && $3 != "!" release)) { print $2 }' \
            "$root/tools/packages.txt"
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

# need_client_library: what tests/studio/node speaks with obs-websocket by, installed into the build folder. Where npm is
# not there its tests are skipped: it is too much to install for them alone.
need_client_library() {
    local from=$root/tests/studio/node to=$root/build/node
    if ! command -v npm >/dev/null; then
        say "npm is not there: the tests with obs-websocket-js are left out"
        return
    fi
    cmp -s "$from/package-lock.json" "$to/installed" && return
    say "Installing with npm: obs-websocket-js"
    mkdir -p "$to"
    cp "$from/package.json" "$from/package-lock.json" "$to"
    (cd "$to" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || fail "npm cannot install it"
    cp "$from/package-lock.json" "$to/installed"
}

# clock SECONDS: "4:07"
clock() {
    printf '%d:%02d' $(($1 / 60)) $(($1 % 60))
}

# show_progress: between ninja and the eye. Says of each step how far the build is and how long it may still take, in
# one line that changes on a terminal and every ten seconds elsewhere. What is no step (warnings, errors) goes through.
show_progress() {
    local line done_steps all_steps spent rest text shown=-10 terminal=no
    [ -t 1 ] && terminal=yes
    while IFS= read -r line; do
        if [[ ! $line =~ ^@([0-9]+)/([0-9]+)@([0-9]+)[0-9.]*@\ (.*)$ ]]; then
            [ $terminal = no ] || printf '\r\033[K'
            printf '%s\n' "$line"
            continue
        fi
        done_steps=${BASH_REMATCH[1]} all_steps=${BASH_REMATCH[2]} spent=${BASH_REMATCH[3]} text=${BASH_REMATCH[4]}
        rest=$((spent * (all_steps - done_steps) / done_steps))
        text="[$done_steps of $all_steps] $(clock "$spent"), about $(clock "$rest") to go: ${text#Building CXX object }"
        if [ $terminal = yes ]; then
            printf '\r%.*s\033[K' "$(($(tput cols 2>/dev/null || echo 80) - 1))" "$text"
        elif [ $((spent - shown)) -ge 10 ] || [ "$done_steps" = "$all_steps" ]; then
            printf '%s\n' "$text"
            shown=$spent
        fi
    done
    [ $terminal = no ] || printf '\r\033[K'
}

# run_tests FOLDER [ARGUMENT OF CTEST…]: three at once on each core, since most of them wait for a network more than they
# reckon; one with an OBS takes the places of three.
run_tests() {
    local folder=$1
    shift
    (
        cd "$folder" &&
            CTEST_PARALLEL_LEVEL=${CTEST_PARALLEL_LEVEL:-$((3 * $(nproc)))} ctest --output-on-failure --no-tests=error "$@"
    )
}

# build_preset PRESET [TARGET…]: configures one of CMakePresets.json and builds these targets of it, else all.
build_preset() {
    local preset=$1
    shift
    say "Building (${*:-all}, preset $preset)"
    (
        cd "$root" && cmake --preset "$preset" >/dev/null &&
            NINJA_STATUS='@%f/%t@%e@ ' cmake --build --preset "$preset" ${1:+--target "$@"} | show_progress
    )
}
