#!/usr/bin/env bash
# Drives all operations, a batch and a round trip with Microsoft's own Python SDK against the emulator.
# Not in the gate: it installs the SDK, which is large, into a temporary folder.
#   tests/official-sdk/run.sh
# With SDK_VENV=folder, a virtual environment that is there already is used.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
emulator=
trap '[ -z "$emulator" ] || kill "$emulator" 2>/dev/null; rm -rf "$scratch"' EXIT

cd "$here/../.."
cargo build --quiet --locked -p intune-hardware-configurations-emulator
venv=${SDK_VENV:-}
if [ -z "$venv" ]; then
  venv=$scratch/venv
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet -r "$here/requirements.txt"
fi
"${CARGO_TARGET_DIR:-target}/debug/intune-hardware-configurations-emulator" --port 0 --tls --ca-file "$scratch/ca.pem" \
  --json --quiet --lenient python-sdk-batches >"$scratch/ready.json" &
emulator=$!
for _ in $(seq 100); do
  [ -s "$scratch/ready.json" ] && break
  kill -0 "$emulator"
  sleep 0.1
done
# The SDK's HTTP client takes the authorities to trust from here.
SSL_CERT_FILE=$scratch/ca.pem "$venv/bin/python" "$here/drive.py" "$scratch/ready.json"
