#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# calque-binfmt: what it registers, keeps, refuses and undoes, on hosts that have
# systemd, binfmt-support or neither.
set -u
: "${CALQUE:?}" "${srcdir:?}"
if [ "${1-}" != inside ]; then
    work=$(mktemp -d) || exit 1
    trap 'rm -rf "$work"' EXIT
    mkdir "$work/etc" "$work/run" "$work/lib" "$work/bin"
    # In an ordinary user's directory, not all of the path may be searchable.
    cp "$CALQUE" "$work/calque" || exit 1
    "$srcdir/tests/binfmt/namespace" sh "$0" inside "$work"
    exit
fi
work=$2
binfmt=/proc/sys/fs/binfmt_misc
# What it would write on the host. /etc has this besides.
cp /etc/ld.so.cache "$work/etc" 2>/dev/null
mount --bind "$work/etc" /etc && mount --bind "$work/run" /run &&
    mount --bind "$work/lib" /var/lib || exit 77
PATH=$work/bin:$PATH
# No update-binfmts of the host, and no module.
printf '#!/bin/sh\nexit 1\n' >"$work/bin/modprobe"
chmod +x "$work/bin/modprobe"
cd "$work" || exit 1

# expect STATUS TEXT ARGUMENT...: both outputs have TEXT in them
expect() {
    wanted=$1 text=$2
    shift 2
    set -- --interpreter="$work/calque" "$@"
    sh "$srcdir/binfmt/calque-binfmt" "$@" >out 2>&1
    status=$?
    [ $status = "$wanted" ] && grep -q -e "$text" out || {
        echo "calque-binfmt $*: status $status, wanted $wanted, and: $text"
        cat out
        exit 1
    }
}

# same WHAT WANTED GOT
same() {
    [ "$2" = "$3" ] || {
        printf '%s:\nwanted\n%s\ngot\n%s\n' "$1" "$2" "$3"
        exit 1
    }
}

entry() {
    cat "$binfmt/$1"
}

registered() {
    (cd $binfmt && echo [!rs]*)
}

qemu='\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00'
qemu=$qemu':\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff'
qemu=":qemu-aarch64:M::$qemu\\xfe\\xff\\xff\\xff:$work/other:F"
echo exit >other
chmod +x other
qemu_entry="enabled
interpreter $work/other
flags: F
offset 0
magic 7f454c460201010000000000000000000200b700
mask ffffffffffffff00fffffffffffffffffeffffff"

# Nothing that starts formats.
expect 2 usage frob
expect 2 "no guest is called ''" install --temporary ''
expect 0 "^usage: calque-binfmt install .*GUEST" --help
expect 0 "^Options: .*--flags=FLAGS" -h
expect 2 usage install status
expect 2 "letters out of" install --flags=Z
expect 2 "no guest called vax" install --temporary vax
expect 2 "unknown option: --force" install --force
expect 1 "not an absolute path" status --interpreter=calque
expect 1 "is no program" status --interpreter=/none
expect 1 "is no program" status --interpreter=/bin
grep -q denied out && exit 1
expect 1 "is not a Calque" status --interpreter=/bin/true
expect 4 "aarch64: not registered" status
expect 0 "would register calque-aarch64" install --temporary --dry-run
same "dry run" '[!rs]*' "$(registered)"
expect 0 "register calque-riscv64: $work/calque, flags POCF" \
    install --temporary
same entry "enabled
interpreter $work/calque
flags: POCF
offset 0
magic 7f454c460201010000000000000000000200b700
mask ffffffffffffff000000000000000000feffffff" "$(entry calque-aarch64)"
same entry "enabled
interpreter $work/calque
flags: POCF
offset 0
magic 7f454c460201010000000000000000000200f300
mask ffffffffffffff000000000000000000feffffff" "$(entry calque-riscv64)"
expect 0 "aarch64: $work/calque, flags POCF" status
expect 0 "register calque-aarch64: $work/calque, flags PF" \
    install --temporary --flags=PF arm64
grep -q calque-riscv64 out && exit 1
echo 0 >$binfmt/calque-aarch64
expect 4 "flags PF, disabled" status aarch64
expect 0 "remove the entry calque-aarch64" uninstall aarch64
same "one uninstalled" calque-riscv64 "$(registered)"
expect 0 "remove the entry calque-riscv64" uninstall
same "all uninstalled" '[!rs]*' "$(registered)"
expect 0 "nothing is installed" uninstall
printf '#!/bin/sh\necho 5.4.0-150-generic\n' >bin/uname
chmod +x bin/uname
expect 0 "flags OCF" install --temporary
expect 1 "needs Linux 5.12" install --temporary --flags=PF
rm bin/uname
expect 0 "" --uninstall all

# Somebody else's entry.
echo "$qemu" >$binfmt/register
# The machine number alone, of which a bit is enough.
printf ':some:M:18:\\x40:\\x40:%s:\n' "$work/other" >$binfmt/register
printf ':later:M:200:abc::%s:\n' "$work/other" >$binfmt/register
printf ':ext:E::elf::%s:\n' "$work/other" >$binfmt/register
echo 0 >$binfmt/some
expect 3 "qemu-aarch64 ($work/other) is in the way" install --temporary aarch64
same "in the way" "$qemu_entry" "$(entry qemu-aarch64)"
expect 3 "qemu-aarch64 ($work/other) takes its programs" status aarch64
expect 0 "register calque-riscv64" install --temporary riscv64
expect 0 "disable qemu-aarch64" --install --replace --temporary aarch64,riscv64
same "put aside" disabled "$(entry qemu-aarch64 | head -n 1)"
expect 0 "register calque-aarch64" install --temporary
expect 0 "enable qemu-aarch64" uninstall
same "brought back" "$qemu_entry" "$(entry qemu-aarch64)"
same "state" "" "$(ls lib)"
echo 1 >$binfmt/some
expect 3 "some ($work/other) is in the way" install --temporary riscv64
for name in some later ext; do
    echo -1 >$binfmt/$name
done

# systemd: what it reads at the start.
mkdir -p run/systemd/system run/binfmt.d
expect 0 "write /etc/binfmt.d/calque-riscv64.conf" install --flags=PF riscv64
same "binfmt.d" ":calque-riscv64:M::\
\\x7f\\x45\\x4c\\x46\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\
\\x02\\x00\\xf3\\x00:\
\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\
\\xfe\\xff\\xff\\xff:$work/calque:PF" \
    "$(grep -v '^#' etc/binfmt.d/calque-riscv64.conf)"
expect 0 "kept by /etc/binfmt.d/calque-riscv64.conf" status riscv64
printf '%s\n' "# QEMU's" "$qemu" >run/binfmt.d/qemu.conf
expect 0 "mask /run/binfmt.d/qemu.conf" install --replace aarch64
same "masked" /dev/null "$(readlink etc/binfmt.d/qemu.conf)"
# As after a new start, where what is masked is not registered.
echo -1 >$binfmt/qemu-aarch64
expect 0 "register qemu-aarch64" uninstall
same "registered again" "$qemu_entry" "$(entry qemu-aarch64)"
same "nothing left" "" "$(find etc/binfmt.d lib -mindepth 1)"
echo ":more:E::more::$work/other:" >>run/binfmt.d/qemu.conf
expect 3 "has other formats as well" install --replace aarch64
same "left alone" "$qemu_entry" "$(entry qemu-aarch64)"
mv run/binfmt.d/qemu.conf etc/binfmt.d
expect 3 "remove it there" install --replace aarch64
rm -r etc/binfmt.d run/systemd
echo -1 >$binfmt/qemu-aarch64
expect 0 "" uninstall

# binfmt-support: what it is asked for.
cat >bin/update-binfmts <<'S'
#!/bin/sh
printf '%s\n' "$*" >>asked
case $1 in
    --install)
        mkdir -p /var/lib/binfmts
        printf ':\nmagic\n0\n-\n-\n%s\n' "$3" >"/var/lib/binfmts/$2"
        ;;
    --import) echo >"/var/lib/binfmts/$2" ;;
    *)
        rm "/var/lib/binfmts/$2" || exit 2
        echo -1 >"/proc/sys/fs/binfmt_misc/$2"
        exit 0
        ;;
esac
S
chmod +x bin/update-binfmts
expect 0 "calque-riscv64 by update-binfmts" install riscv64
expect 4 "riscv64: not registered, kept by binfmt-support" status riscv64
expect 0 "remove calque-riscv64 by update-binfmts" uninstall
echo "$qemu" >$binfmt/register
echo >lib/binfmts/qemu-aarch64
expect 0 "have update-binfmts forget qemu-aarch64" \
    install --replace --flags=F aarch64
expect 0 "have update-binfmts take qemu-aarch64 back" uninstall
same "update-binfmts" "--install calque-riscv64 $work/calque --magic \
\\x7f\\x45\\x4c\\x46\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\
\\x02\\x00\\xf3\\x00 --mask \
\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\
\\xfe\\xff\\xff\\xff --preserve no --credentials no --fix-binary no \
--preserve yes --credentials yes --fix-binary yes
--remove calque-riscv64 $work/calque
--unimport qemu-aarch64
--install calque-aarch64 $work/calque --magic \
\\x7f\\x45\\x4c\\x46\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\
\\x02\\x00\\xb7\\x00 --mask \
\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\
\\xfe\\xff\\xff\\xff --preserve no --credentials no --fix-binary no \
--fix-binary yes
--remove calque-aarch64 $work/calque
--import qemu-aarch64" "$(cat asked)"

# What cannot be.
mount -o remount,bind,ro $binfmt &&
    expect 1 "read-only here" install --temporary
umount $binfmt
if [ ! -e $binfmt/register ]; then
    expect 0 "mount binfmt_misc" install --temporary
    expect 0 "unmount binfmt_misc" uninstall
    [ ! -e $binfmt/register ] || exit 1
fi
# A user of this namespace, if it has more than one.
if setpriv --reuid 1 true 2>/dev/null; then
    setpriv --reuid 1 sh "$srcdir/binfmt/calque-binfmt" uninstall >out 2>&1
    same "not root" "1 calque-binfmt: only root can change what binfmt_misc has" \
        "$? $(cat out)"
fi
exit 0
