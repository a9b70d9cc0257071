#!/usr/bin/env bash
# Tests the server against openapi.yaml with schemathesis, once for each role.
#
#   tests/schemathesis.sh STUFFY [CASES]
#   tests/schemathesis.sh --install
#
# STUFFY is the program, such as target/debug/stuffy; it runs on temporary databases. CASES is the minimum number of
# requests for each role: 10000 take some minutes. Schemathesis is installed once, into target/tools; --install does
# nothing else. The exit status is not 0 if a response violates the contract.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version="4.32.5"
tool="${CARGO_TARGET_DIR:-target}/tools/schemathesis-$version"

main() {
    [ $# -ge 1 ] && [ $# -le 2 ] || {
        echo "usage: tests/schemathesis.sh STUFFY [CASES] | --install" >&2
        exit 2
    }
    [ -e "$tool/complete" ] || install
    [ "$1" != --install ] || return 0
    exec "$tool/bin/python" tests/schemathesis_roles.py "$tool/bin/st" "$@"
}

# The marker is written last, so that an interrupted installation is repeated.
install() {
    echo "installing schemathesis $version"
    rm -rf "$tool"
    python3 -m venv "$tool"
    "$tool/bin/python" -m pip install --quiet --disable-pip-version-check "schemathesis==$version"
    touch "$tool/complete"
}

main "$@"
