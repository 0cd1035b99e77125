# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Other Debian releases in folders of their own, for tools/package and tools/test: to be sourced by bash after lib.sh.
# They are kept, in build-chroots beside the project's files or in $OBS_ASTRO_CHROOTS.

chroots=${OBS_ASTRO_CHROOTS:-$root/build-chroots}

# chroot_of RELEASE [NAME]: makes it if it is not there, and tells where it is. NAME: another one of that release.
chroot_of() {
    local release=$1 folder=$chroots/${2:-$1} fresh=$chroots/$1.tar
    if [ ! -e "$folder/.complete" ]; then
        need_packages chroot >&2
        as_root rm -rf "$folder"
        as_root mkdir -p "$folder"
        if [ ! -e "$fresh" ]; then
            say "Making a Debian $release; that takes some minutes, once" >&2
            make_system "$release" "$folder" >&2 || fail "there is no Debian $release to be had"
            as_root tar -C "$folder" -cf "$fresh.part" . || fail "no room for a Debian $release"
            as_root mv "$fresh.part" "$fresh"
        else
            as_root tar -C "$folder" -xpf "$fresh" || fail "no room for a Debian $release"
        fi
        as_root touch "$folder/.complete"
    fi
    echo "$folder"
}

make_system() { # RELEASE FOLDER
    local release=$1 folder=$2 file
    as_root debootstrap --variant=minbase "$release" "$folder" || return 1
    # A chroot that breaks is made anew: nothing in it is worth waiting for the disk.
    echo force-unsafe-io | as_root tee "$folder/etc/dpkg/dpkg.cfg.d/90fast" >/dev/null
    # sid is signed for a few days only, and a mirror may be behind.
    [ "$release" != sid ] ||
        echo 'Acquire::Check-Valid-Until "false";' | as_root tee "$folder/etc/apt/apt.conf.d/90valid" >/dev/null
    for file in /etc/apt/apt.conf.d/*proxy* /etc/resolv.conf /etc/hosts; do
        [ ! -e "$file" ] || as_root cp -L "$file" "$folder$file"
    done
}

# When the last change was committed: the same source makes the same package.
time_of_sources() {
    git -C "$root" log -1 --format=%ct 2>/dev/null || date +%s
}

# run_in FOLDER COMMAND…: runs it with that folder as /. What it mounts and what it leaves running ends with it.
run_in() {
    local folder=$1 name kept=()
    shift
    for name in CI CMAKE_BUILD_PARALLEL_LEVEL CTEST_PARALLEL_LEVEL; do
        [ -z "${!name:-}" ] || kept+=("$name=${!name}")
    done
    # shellcheck disable=SC2016 # it is the inner shell that is to read them
    as_root unshare --mount --pid --fork --kill-child --propagation private bash -euc '
        folder=$1; shift
        mount -t proc proc "$folder/proc"
        mount --rbind /dev "$folder/dev"
        mount --rbind /sys "$folder/sys"
        exec chroot "$folder" /usr/bin/env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin \
            DEBIAN_FRONTEND=noninteractive "$@"
    ' bash "$folder" "${kept[@]}" SOURCE_DATE_EPOCH="$(time_of_sources)" "$@"
}

# in_chroot RELEASE COMMAND…: runs it there, in /obs-astro, which has the project's files as they are here and keeps its
# build folders from one time to the next.
in_chroot() {
    local folder
    folder=$(chroot_of "$1")
    shift
    as_root mkdir -p "$folder/obs-astro"
    # What git ignores is neither brought there nor taken away. A file that differs is new there, whatever its time: else
    # one of another branch, and older than what was built there, would not be compiled.
    as_root rsync -a --no-times --checksum --delete-after --exclude=/.git --filter=':- .gitignore' "$root/" "$folder/obs-astro/"
    # shellcheck disable=SC2016
    run_in "$folder" bash -euc 'cd /obs-astro && exec "$@"' bash "$@"
}
