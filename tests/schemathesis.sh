#!/usr/bin/env bash
# Holds the server against openapi.yaml with schemathesis, a public contract tester, once as each role.
#
#   tests/schemathesis.sh STUFFY [CASES]
#
# STUFFY is the program, such as target/debug/stuffy; it is started on databases of its own, which are thrown away.
# With CASES at least so many are tried as each role: 10000 takes some minutes. The tester is installed once, into
# target/tools. It ends with a status other than 0 when an answer is outside the contract.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version="4.32.5"
tool="${CARGO_TARGET_DIR:-target}/tools/schemathesis-$version"

main() {
    [ $# -ge 1 ] && [ $# -le 2 ] || {
        echo "usage: tests/schemathesis.sh STUFFY [CASES]" >&2
        exit 2
    }
    [ -e "$tool/complete" ] || install
    exec "$tool/bin/python" tests/schemathesis_roles.py "$tool/bin/st" "$@"
}

# A mark is set when all of it is there, so that an interrupted run leaves no half of it behind.
install() {
    echo "installing schemathesis $version"
    rm -rf "$tool"
    python3 -m venv "$tool"
    "$tool/bin/python" -m pip install --quiet --disable-pip-version-check "schemathesis==$version"
    touch "$tool/complete"
}

main "$@"
