#!/usr/bin/env bash
# msgraph-core 1.5.2 with microsoft-kiota-serialization-json 1.16.0 (PyPI): answers of a batch in Microsoft's Python SDK.
# One would expect that the body of an answer can be read from what a batch gave. Graph sends such a body as a JSON
# object within the batch's JSON. The SDK reads it with get_bytes_value(), which gives nothing for an object: the body is
# None, and get_response_by_id(id, Type) fails with "Unable to deserialize", while the status is right.
# For users: with these versions a batch tells whether a read succeeded, and not what was read.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet 'msgraph-core==1.5.2' 'microsoft-kiota-serialization-json==1.16.0' \
  'microsoft-kiota-abstractions==1.16.0' 'Deprecated==1.3.1'
"$folder/venv/bin/python" - <<'PYTHON'
import importlib.metadata as metadata
import json
import sys

from kiota_serialization_json.json_parse_node_factory import JsonParseNodeFactory
from msgraph_core.requests.batch_response_content import BatchResponseContent

for package in ["msgraph-core", "microsoft-kiota-serialization-json"]:
    print(package, metadata.version(package))
answer = {"id": "1", "status": 200, "headers": {"Content-Type": "application/json"}, "body": {"displayName": "Boot"}}
text = json.dumps({"responses": [answer]}).encode()
node = JsonParseNodeFactory().get_root_parse_node("application/json", text)
read = node.get_object_value(BatchResponseContent).get_response_by_id("1")
print("sent:", answer["body"], "- read: status", read.status, "body", read.body)
sys.exit(0 if read.status == 200 and read.body is None else 1)
PYTHON
