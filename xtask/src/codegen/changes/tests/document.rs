//! A small API with one of everything.

use serde_json::{Value, json};

pub(super) fn document() -> Value {
    json!({
        "openapi": "3.0.4",
        "info": {"title": "API", "version": "1"},
        "servers": [{"url": "https://api.example/"}],
        "security": [{"graph": ["Read"]}],
        "paths": {
            "/things": {
                "get": {
                    "operationId": "list_things",
                    "description": "Lists.",
                    "tags": ["things"],
                    "parameters": [
                        {"name": "$top", "in": "query", "schema": {"type": "integer", "format": "int32"}},
                        {"$ref": "#/components/parameters/search"},
                    ],
                    "responses": {"200": {"description": "Things.", "content": {"application/json": {
                        "schema": {"type": "array", "items": {"$ref": "#/components/schemas/thing"}},
                    }}}},
                },
                "post": {
                    "operationId": "create_thing",
                    "security": [{"graph": ["ReadWrite"]}],
                    "requestBody": {"required": true, "content": {"application/json": {
                        "schema": {"$ref": "#/components/schemas/thing"},
                    }}},
                    "responses": {"201": {"description": "Made.", "headers": {"Location": {}}}},
                },
            },
            "/things/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
                "get": {
                    "operationId": "get_thing",
                    "responses": {"200": {"content": {"application/json": {
                        "schema": {"$ref": "#/components/schemas/report"},
                    }}}},
                },
            },
        },
        "components": {
            "parameters": {"search": {"name": "$search", "in": "query", "schema": {"type": "string"}}},
            "schemas": {
                "thing": {
                    "type": "object",
                    "required": ["id", "name"],
                    "properties": {
                        "id": {"type": "string", "readOnly": true},
                        "name": {"type": "string", "x-request-max-length": 150},
                        "description": {"type": "string", "nullable": true, "description": "What it is."},
                        "content": {"type": "string", "format": "byte", "x-request-max-bytes": 5120},
                        "kind": {"$ref": "#/components/schemas/kind"},
                        "targets": {"type": "array", "items": {"$ref": "#/components/schemas/target"}},
                    },
                },
                "kind": {"type": "string", "x-known-values": ["big", "small"]},
                "state": {"type": "string", "enum": ["off", "on"]},
                "report": {
                    "type": "object",
                    "required": ["count"],
                    "properties": {
                        "count": {"type": "integer"},
                        "state": {"allOf": [{"$ref": "#/components/schemas/state"}], "nullable": true},
                    },
                },
                "target": {
                    "type": "object",
                    "properties": {"@odata.type": {"type": "string"}},
                    "discriminator": {
                        "propertyName": "@odata.type",
                        "mapping": {"#group": "#/components/schemas/groupTarget"},
                    },
                },
                "groupTarget": {
                    "allOf": [
                        {"$ref": "#/components/schemas/target"},
                        {"type": "object", "properties": {"groupId": {"type": "string"}}},
                    ],
                },
            },
            "securitySchemes": {"graph": {"type": "oauth2", "flows": {}}},
        },
    })
}
