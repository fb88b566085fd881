#!/usr/bin/env bash
# Proves that the two commands set up a bare machine: makes a bare Debian in a folder, clones what is
# committed into it, and runs `make run` (no display there: the default scenario goes on without a window)
# and `make test`. The package mirror, the index of Python packages and certificates are this machine's.
# Usage, as root, with debootstrap installed: scripts/prove-bare.sh bookworm|trixie [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."
suite=${1:?Say which Debian: bookworm (12) or trixie (13)}
root=${2:-/var/tmp/iss-viewer-bare-$suite}

if [ "${3:-}" != inside ]; then  # mounts and processes of a name space of their own end with it
  exec unshare --mount --pid --fork "$0" "$suite" "$root" inside
fi

mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep '/debian/$' | head -n 1)
mirror=${mirror:?No mirror of Debian is set up here: see /etc/apt}
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

rm -rf --one-file-system "$root"
debootstrap --variant=minbase --include=ca-certificates,make --keyring="$keyring" "$suite" "$root" "$mirror" > /dev/null
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
cp -r /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/"
cp -r /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/"
chroot "$root" update-ca-certificates > /dev/null 2>&1

# What clients of package indexes look at: proxies, certificates, and the index if it is not the usual one.
mapfile -t settings < <(env | grep -iE '^(https?_proxy|no_proxy|SSL_CERT_FILE|REQUESTS_CA_BUNDLE|PIP_INDEX_URL|PIP_CERT|UV_[A-Z_]+)=' || true)
index=$(python3 -m pip config get global.index-url 2> /dev/null || true)
if [ -n "$index" ]; then settings+=("PIP_INDEX_URL=$index" "UV_DEFAULT_INDEX=$index"); fi

git clone --quiet --no-hardlinks "$PWD" "$root/root/iss-viewer"
inside() {
  chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    "${settings[@]}" make -C /root/iss-viewer "$@"
}

failed=0
for target in run test; do
  echo "== $suite: make $target"
  begun=$SECONDS
  if inside "$target"; then outcome=passed; else outcome=FAILED failed=1; fi
  echo "== $suite: make $target $outcome after $((SECONDS - begun)) s"
done
exit "$failed"
