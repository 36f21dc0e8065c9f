#!/usr/bin/env bash
# msgraph-core 1.5.2 (PyPI), the part of Microsoft's Python SDK that sends batches.
# One would expect that a package that is installed can be imported. Its module for batches imports the package
# "deprecated", which its metadata does not ask for: where nothing else happens to bring it, the import fails with
# ModuleNotFoundError, while everything but batches works.
# For users: install Deprecated yourself beside msgraph-sdk or msgraph-beta-sdk if you send batches.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet 'msgraph-core==1.5.2'
"$folder/venv/bin/python" - <<'PYTHON'
import importlib.metadata
import sys

print("msgraph-core", importlib.metadata.version("msgraph-core"))
asked = importlib.metadata.requires("msgraph-core") or []
plain = [line for line in asked if "extra ==" not in line]
print("asks for", plain)
import msgraph_core  # noqa: F401
print("msgraph_core: can be imported")
try:
    import msgraph_core.requests.batch_request_item  # noqa: F401
except ModuleNotFoundError as error:
    print("msgraph_core.requests.batch_request_item:", error)
    sys.exit(0 if error.name == "deprecated" and not any("deprecated" in line.lower() for line in plain) else 1)
print("the module for batches can be imported: no longer as stated")
sys.exit(1)
PYTHON
