#!/bin/sh
# Makes .venv hold exactly a lock ("run" or "dev") and this project. A stamp says which one it holds, so that a second
# start costs nothing; whoever works on the code ("dev") has all that "run" needs.
set -eu
cd "$(dirname "$0")/.."
wanted=$1
stamp=.venv/holds

state_of() { printf '%s %s %s' "$1" "$(cat "requirements/$1.txt" pyproject.toml | cksum | tr -d ' ')" "$PWD"; }

holds=$(cat "$stamp" 2>/dev/null || true)
for enough in "$wanted" dev; do
    [ "$holds" != "$(state_of "$enough")" ] || exit 0
done

find_python() {
    for name in "${PYTHON:-python3.13}" python3.13 python3.12 python3.11 python3; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$name"
            return
        fi
    done
    echo "Huoshui needs Python 3.11 or newer with its venv module (Debian: the packages python3 and python3-venv)." >&2
    exit 1
}

rm -f "$stamp"
if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    python=$(find_python)
    echo "Making .venv with $("$python" --version) ..."
    rm -rf .venv
    "$python" -m venv .venv
fi
if command -v uv >/dev/null 2>&1; then
    uv=uv
else
    uv=.venv/tool/bin/uv # beside the packages, so that syncing them does not remove it
    [ -x "$uv" ] || .venv/bin/python -m ensurepip --default-pip >/dev/null
    [ -x "$uv" ] || .venv/bin/python -m pip install -qq --disable-pip-version-check --target .venv/tool uv
fi
echo "Installing what requirements/$wanted.txt locks ..."
"$uv" pip sync --quiet --python .venv/bin/python --require-hashes "requirements/$wanted.txt"
"$uv" pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
state_of "$wanted" >"$stamp"
