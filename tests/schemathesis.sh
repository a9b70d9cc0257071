#!/usr/bin/env bash
# Holds a started server against openapi.yaml with schemathesis, a public contract tester.
#
#   tests/schemathesis.sh BASE_URL TOKEN
#
# TOKEN is a bearer token of an admin; the tester writes to that server, so never point it at a real one.
# The tester is installed once, into target/tools. It ends with a status other than 0 when an answer is
# outside the contract.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version="4.32.5"
tool="${CARGO_TARGET_DIR:-target}/tools/schemathesis-$version"

main() {
    [ $# -eq 2 ] || {
        echo "usage: tests/schemathesis.sh BASE_URL TOKEN" >&2
        exit 2
    }
    signed_in "$@" || {
        echo "tests/schemathesis.sh: $1 does not take this token, so nothing would be tested" >&2
        exit 1
    }
    [ -e "$tool/complete" ] || install
    "$tool/bin/st" --no-color --config-file tests/schemathesis.toml run openapi.yaml \
        --url "$1" --header "Authorization: Bearer $2"
}

signed_in() {
    python3 - "$1/api/v1/sessions/current" "$2" <<'PYTHON'
import sys, urllib.request

address, token = sys.argv[1:]
request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
try:
    urllib.request.urlopen(request, timeout=10)
except OSError as error:
    sys.exit(f"{address}: {error}")
PYTHON
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
