#!/bin/sh
# install-deps.sh [build] [test] [bench] [ci] [fuzz] [static] [container] [s3] [cluster] - installs what is missing on Debian and its relatives.
#
# Looks for every need first and touches nothing when all is there, so it works offline then. Elsewhere
# (no apt-get) it says what is needed and goes on if all of it is there.
#
#   build   compiler, make, pkg-config and the libraries (default)
#   test    what the tests call beside that
#   bench   a Python virtual environment for make score and make bench
#   fuzz    libFuzzer for the clang that is there (after ci)
#   static  what make static links, beside the libraries of build
#   container  what samples/container/build.sh calls
#   s3      versitygw, an S3 server that verifies signatures, where go is there: takes minutes
#   cluster a batch system and launchers, for tests that are skipped without them
#   ci      clang, ThreadSanitizer's needs and the checkers that .ci/run calls
#
# The tables below name the Debian package, then a shell command that succeeds when the need is met.
set -eu

needs_build() {
    cat <<'EOF'
gcc            command -v gcc
libc6-dev      has_header stdio.h
make           command -v make
pkg-config     command -v pkg-config
zlib1g-dev     has_library zlib
libxml2-dev    has_library libxml-2.0
libuchardet-dev has_library uchardet
libutf8proc-dev has_library libutf8proc
libpcre2-dev   has_library libpcre2-8
libssl-dev     has_library libcrypto
libjansson-dev has_library jansson
libxxhash-dev  has_library libxxhash
EOF
}

# Left out without an error where it cannot be had: the program is built without it then.
wants_build() {
    cat <<'EOF'
libdeflate-dev has_library libdeflate
libzstd-dev    has_library libzstd
liblz4-dev     has_library liblz4
libbrotli-dev  has_library libbrotlidec
libicu-dev     has_library icu-uc
libcurl4-openssl-dev has_library libcurl
g++            command -v g++
libcld2-dev    has_shared_library cld2_full
libfasttext-dev has_library fasttext
ca-certificates test -s /etc/ssl/certs/ca-certificates.crt
EOF
}

needs_test() {
    cat <<'EOF'
gzip           command -v gzip
diffutils      command -v diff
zstd           command -v zstd
python3        command -v python3
EOF
}

# What a test does without, saying that it does.
wants_test() {
    cat <<'EOF'
libmd4c-dev    has_library md4c
fasttext       command -v fasttext
lz4            command -v lz4
valgrind       command -v valgrind
EOF
}

needs_cluster() { :; }

wants_cluster() {
    cat <<'EOF'
munge          test -x /usr/sbin/munged
slurmctld      test -x /usr/sbin/slurmctld
slurmd         test -x /usr/sbin/slurmd
slurm-client   command -v sbatch
parallel       command -v parallel
mpich          command -v mpirun.mpich
EOF
}

needs_bench() {
    cat <<'EOF'
python3        command -v python3
python3-venv   python3 -c 'import ensurepip, venv'
ca-certificates test -s /etc/ssl/certs/ca-certificates.crt
EOF
}

needs_ci() {
    cat <<'EOF'
clang          command -v clang
libomp-dev     clang_has_openmp
mandoc         command -v mandoc
shellcheck     command -v shellcheck
git            command -v git
universal-ctags command -v ctags
EOF
}

needs_static() {
    cat <<'EOF'
g++            has_static_library stdc++
EOF
}

needs_container() {
    cat <<'EOF'
mmdebstrap     command -v mmdebstrap
buildah        command -v buildah
EOF
}

# Not a package: built by go, which has to be there.
needs_s3() {
    :
}

has_versitygw() {
    command -v versitygw || test -x "$(go env GOPATH)/bin/versitygw"
}

install_versitygw() {
    has_versitygw >/dev/null 2>&1 && return
    if command -v go >/dev/null 2>&1; then
        say "building versitygw"
        go install github.com/versity/versitygw/cmd/versitygw@v1.8.0 || say "going on without versitygw"
    else
        say "no go: going on without versitygw"
    fi
}

needs_fuzz() {
    echo "libclang-rt-$(clang -dumpversion | cut -d . -f 1)-dev clang_has_libfuzzer"
}

has_header() { # NAME: the C compiler finds it
    echo "#include <$1>" | gcc -E - >/dev/null 2>&1
}

has_library() { # NAME: pkg-config finds it, with its header files
    pkg-config --exists "$1" >/dev/null 2>&1
}

has_shared_library() { # NAME: one without a .pc file
    test -f "$(gcc -print-file-name="lib$1.so")"
}

has_static_library() { # NAME
    test -f "$(gcc -print-file-name="lib$1.a")"
}

clang_has_openmp() {
    echo '#include <omp.h>' | clang -fopenmp -E - >/dev/null 2>&1
}

clang_has_libfuzzer() {
    echo 'int LLVMFuzzerTestOneInput(const unsigned char *p, unsigned long n) { return p && n > 9; }' |
        clang -fsanitize=fuzzer,address -x c - -o /dev/null
}

say() { printf 'install-deps: %s\n' "$*" >&2; }

missing_of() { # TABLE: the packages of it whose need is not met
    "$1" | while read -r package probe; do
        (eval "$probe") >/dev/null 2>&1 || printf '%s ' "$package"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

give_up() { # WHY
    say "$1"
    say "missing, by Debian package name: $missing"
    say "Fedora: gcc make pkgconf zlib-devel libxml2-devel uchardet-devel utf8proc-devel pcre2-devel openssl-devel jansson-devel xxhash-devel libicu-devel libzstd-devel lz4-devel brotli-devel libcurl-devel gcc-c++ cld2-devel"
    say "Alpine: gcc musl-dev make pkgconf zlib-dev libxml2-dev uchardet-dev utf8proc-dev pcre2-dev openssl-dev jansson-dev xxhash-dev icu-dev zstd-dev lz4-dev brotli-dev curl-dev g++"
    exit 1
}

[ $# -gt 0 ] || set -- build
missing=
wanted=
for group in "$@"; do
    case $group in
    build | test | bench | ci | fuzz | static | container | s3 | cluster) ;;
    *)
        say "unknown group: $group"
        exit 2
        ;;
    esac
    missing="$missing$(missing_of "needs_$group")"
    case $group in
    build | test | cluster) wanted="$wanted$(missing_of "wants_$group")" ;;
    s3) install_versitygw ;;
    esac
done
[ -n "$missing$wanted" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    [ -z "$missing" ] || give_up "this is not a Debian or Ubuntu system: please install what is missing"
    say "going on without the optional $wanted"
    exit 0
fi
if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null 2>&1; then
    [ -z "$missing" ] || give_up "neither root nor sudo: please have these installed"
    say "going on without the optional $wanted"
    exit 0
fi

say "installing: $missing$wanted"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086 # lists of package names
if ! { as_root apt-get update -q && apt_install $missing $wanted; } >"$log" 2>&1; then
    if [ -z "$missing" ] || apt_install $missing >>"$log" 2>&1; then
        [ -z "$wanted" ] || say "going on without the optional $wanted"
    else
        tail -n 30 "$log" >&2
        give_up "apt-get failed, see above"
    fi
fi
say "done"
