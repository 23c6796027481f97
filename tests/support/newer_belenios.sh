#!/bin/sh
# Unpacks belenios-tool of a newer Debian beside its own C library, without installing anything,
# and prints the path of a program that runs it.  For the Ed25519 part of tests/contract/sealed:
#
#   BELENIOS_TOOL=$(tests/support/newer_belenios.sh DIR trixie) pytest -k newer tests/contract/sealed
#
# trixie has 3.0, sid 3.3.0.  The mirror is the one that this machine's apt already uses.
set -eu
directory=$(mkdir -p "$1" && cd "$1" && pwd)
suite=${2:-trixie}
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep '/debian/*$' | sort -u | head -n 1)
mkdir -p "$directory/lists/partial" "$directory/cache/archives/partial" "$directory/root" "$directory/debs"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$directory/sources.list"
apt() {
    program=$1
    shift
    "$program" -o Dir::Etc::sourcelist="$directory/sources.list" -o Dir::Etc::sourceparts=- \
        -o Dir::State::lists="$directory/lists" -o Dir::State::status=/dev/null \
        -o Dir::Cache="$directory/cache" "$@"
}
apt apt-get -qq update >&2
wanted=$(apt apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts \
    --no-breaks --no-replaces --no-enhances belenios-tool | grep -v '^[ <]' | grep -v -e '-base$' -e '^debconf' | sort -u)
(cd "$directory/debs" && apt apt-get -qq download $wanted >&2)
for package in "$directory"/debs/*.deb; do
    dpkg-deb -x "$package" "$directory/root"
done
libraries=$directory/root/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo x86_64-linux-gnu)
cat >"$directory/belenios-tool" <<RUN
#!/bin/sh
exec "$libraries/ld-linux-x86-64.so.2" --library-path "$libraries" "$directory/root/usr/bin/belenios-tool" "\$@"
RUN
chmod +x "$directory/belenios-tool"
echo "$directory/belenios-tool"
