use serde_json::{Value, json};

use super::changes;
use document::document;

mod document;

/// The lines for a change made to the node at a JSON Pointer.
fn after(pointer: &str, change: impl FnOnce(&mut Value)) -> Vec<String> {
    let old = document();
    let mut new = old.clone();
    change(new.pointer_mut(pointer).unwrap());
    changes(&old, &new)
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// The lines when the node at a JSON Pointer becomes this value.
fn set(pointer: &str, value: Value) -> Vec<String> {
    after(pointer, |node| *node = value)
}

/// The lines when the object at a JSON Pointer gets this property, or loses it.
fn put(pointer: &str, key: &str, value: Value) -> Vec<String> {
    after(pointer, |node| node[key] = value)
}

fn take(pointer: &str, key: &str) -> Vec<String> {
    after(pointer, |node| {
        node.as_object_mut().unwrap().remove(key).unwrap();
    })
}

const LIST: &str = "/paths/~1things/get";
const CREATE: &str = "/paths/~1things/post";
const THING: &str = "/components/schemas/thing";
const REPORT: &str = "/components/schemas/report";

#[test]
fn nothing_changed_is_no_line() {
    assert_eq!(changes(&document(), &document()), []);
}

#[test]
fn operations() {
    assert_eq!(
        take("/paths", "/things/{id}"),
        ["operation `get_thing`: removed, GET /things/{id} (breaking)"]
    );
    let reset = json!({"post": {"operationId": "reset"}});
    assert_eq!(
        put("/paths", "/reset", reset),
        ["operation `reset`: added, POST /reset"]
    );
    assert_eq!(
        set(&format!("{LIST}/operationId"), json!("things")),
        ["operation `list_things`: renamed to `things` (breaking)"]
    );
    assert_eq!(
        put(LIST, "deprecated", json!(true)),
        ["operation `list_things`: `deprecated` added"]
    );
}

#[test]
fn an_operation_whose_route_changed_keeps_its_id() {
    let lines = after("/paths", |paths| {
        paths["/items"] = json!({"get": paths["/things"]["get"].take()});
        paths["/things"].as_object_mut().unwrap().remove("get");
    });
    assert_eq!(
        lines,
        [
            "operation `list_things`: now GET /items, was GET /things",
            "descriptions: 2 added, 2 removed",
        ]
    );
}

#[test]
fn operations_that_swap_their_ids_are_told_by_route() {
    let lines = after("/paths/~1things", |path| {
        path["get"]["operationId"] = json!("create_thing");
        path["post"]["operationId"] = json!("list_things");
    });
    assert_eq!(
        lines,
        [
            "operation `create_thing`: renamed to `list_things` (breaking)",
            "operation `list_things`: renamed to `create_thing` (breaking)",
        ]
    );
}

#[test]
fn parameters() {
    let parameters = format!("{LIST}/parameters");
    let add = |required| {
        let parameter = json!({"name": "$skip", "in": "query", "required": required});
        after(&parameters, |node| {
            node.as_array_mut().unwrap().push(parameter)
        })
    };
    assert_eq!(
        add(false),
        ["operation `list_things`: query parameter `$skip` added"]
    );
    assert_eq!(
        add(true),
        ["operation `list_things`: query parameter `$skip` added, required (breaking)"]
    );
    assert_eq!(
        after(&parameters, |node| drop(node.as_array_mut().unwrap().pop())),
        ["operation `list_things`: query parameter `$search` removed (breaking)"]
    );
    assert_eq!(
        put("/components/parameters/search", "required", json!(true)),
        ["operation `list_things`: query parameter `$search` now required (breaking)"]
    );
    assert_eq!(
        set(&format!("{parameters}/0/schema/format"), json!("int64")),
        [
            "operation `list_things`: query parameter `$top` type changed from integer/int32 to integer/int64 (breaking)"
        ]
    );
    assert_eq!(
        set("/paths/~1things~1{id}/parameters/0/name", json!("key")),
        [
            "operation `get_thing`: path parameter `id` removed (breaking)",
            "operation `get_thing`: path parameter `key` added, required (breaking)",
        ]
    );
}

#[test]
fn bodies_and_responses() {
    assert_eq!(
        take(CREATE, "requestBody"),
        ["operation `create_thing`: request body removed (breaking)"]
    );
    assert_eq!(
        set(&format!("{CREATE}/requestBody/required"), json!(false)),
        ["operation `create_thing`: request body now optional"]
    );
    assert_eq!(
        put(&format!("{CREATE}/responses"), "204", json!({})),
        ["operation `create_thing`: response 204 added"]
    );
    assert_eq!(
        set(
            &format!("{LIST}/responses/200/content/application~1json/schema/items/$ref"),
            json!("#/components/schemas/report")
        ),
        [
            "operation `list_things`: response 200 type changed from array of thing to array of report (breaking)"
        ]
    );
    assert_eq!(
        put(
            &format!("{LIST}/responses/200/content"),
            "text/plain",
            json!({})
        ),
        ["operation `list_things`: response 200 as `text/plain` added"]
    );
}

#[test]
fn permissions() {
    let permissions = |value| put(CREATE, "security", value);
    assert_eq!(
        permissions(json!([{"graph": ["Create"]}, {"graph": ["ReadWrite"]}])),
        ["operation `create_thing`: permissions changed from ReadWrite to Create or ReadWrite"]
    );
    assert_eq!(
        permissions(json!([{"graph": ["ReadWrite", "Groups"]}])),
        [
            "operation `create_thing`: permissions changed from ReadWrite to Groups and ReadWrite (breaking)"
        ]
    );
    assert_eq!(
        permissions(json!([])),
        ["operation `create_thing`: permissions changed from ReadWrite to nothing"]
    );
    assert_eq!(
        put(LIST, "security", json!([{"graph": ["Read.All"]}])),
        ["operation `list_things`: permissions changed from Read to Read.All (breaking)"]
    );
}

#[test]
fn schemas_and_properties() {
    assert_eq!(
        put("/components/schemas", "new", json!({"type": "object"})),
        ["schema `new`: added"]
    );
    assert_eq!(
        take("/components/schemas", "report"),
        ["schema `report`: removed (breaking)"]
    );
    let properties = format!("{THING}/properties");
    assert_eq!(
        put(&properties, "size", json!({"type": "integer"})),
        ["schema `thing`: property `size` added"]
    );
    assert_eq!(
        take(&properties, "content"),
        ["schema `thing`: property `content` removed (breaking)"]
    );
    assert_eq!(
        set(&format!("{properties}/name/type"), json!("integer")),
        ["schema `thing`: property `name` type changed from string to integer (breaking)"]
    );
    assert_eq!(
        set(
            &format!("{properties}/targets/items"),
            json!({"type": "string"})
        ),
        [
            "schema `thing`: property `targets` type changed from array of target to array of string (breaking)"
        ]
    );
    assert_eq!(
        put(&format!("{properties}/name"), "pattern", json!("^x")),
        ["schema `thing`: property `name` `pattern` added"]
    );
}

#[test]
fn whom_null_and_required_break_depends_on_the_way_values_travel() {
    let lines = |pointer: &str, key, value| put(pointer, key, value);
    // `thing` is sent and received, `report` only received.
    assert_eq!(
        lines(THING, "required", json!(["id", "name", "kind"])),
        ["schema `thing`: property `kind` now required (breaking)"]
    );
    assert_eq!(
        lines(REPORT, "required", json!(["count", "state"])),
        ["schema `report`: property `state` now required"]
    );
    assert_eq!(
        lines(REPORT, "required", json!([])),
        ["schema `report`: property `count` now optional (breaking)"]
    );
    let count = format!("{REPORT}/properties/count");
    assert_eq!(
        lines(&count, "nullable", json!(true)),
        ["schema `report`: property `count` now nullable (breaking)"]
    );
    assert_eq!(
        lines(
            &format!("{REPORT}/properties/state"),
            "nullable",
            json!(false)
        ),
        ["schema `report`: property `state` now not nullable"]
    );
    assert_eq!(
        lines(
            &format!("{THING}/properties/description"),
            "nullable",
            json!(false)
        ),
        ["schema `thing`: property `description` now not nullable (breaking)"]
    );
    assert_eq!(
        lines(&format!("{THING}/properties/name"), "readOnly", json!(true)),
        ["schema `thing`: property `name` now read-only (breaking)"]
    );
    assert_eq!(
        take(&format!("{THING}/properties/id"), "readOnly"),
        ["schema `thing`: property `id` now writable"]
    );
}

#[test]
fn a_reference_may_be_wrapped() {
    let state = json!({"$ref": "#/components/schemas/state"});
    assert_eq!(
        set(&format!("{REPORT}/properties/state"), state),
        ["schema `report`: property `state` now not nullable"]
    );
}

#[test]
fn enum_values() {
    let kind = "/components/schemas/kind";
    assert_eq!(
        set(&format!("{kind}/x-known-values"), json!(["big", "huge"])),
        [
            "schema `kind`: value `huge` added",
            "schema `kind`: value `small` removed (breaking)"
        ]
    );
    assert_eq!(
        set(
            "/components/schemas/state/enum",
            json!(["off", "on", "unknown"])
        ),
        ["schema `state`: value `unknown` added (breaking)"]
    );
    assert_eq!(
        set(
            "/components/schemas/state",
            json!({"type": "string", "x-known-values": ["off", "on"]})
        ),
        ["schema `state`: now open to other values (breaking)"]
    );
    assert_eq!(
        set(kind, json!({"type": "string", "enum": ["big", "small"]})),
        ["schema `kind`: now only the listed values (breaking)"]
    );
    assert_eq!(
        take(kind, "x-known-values"),
        ["schema `kind`: values no longer listed (breaking)"]
    );
}

#[test]
fn limits() {
    let name = format!("{THING}/properties/name");
    assert_eq!(
        put(&name, "x-request-max-length", json!(100)),
        [
            "schema `thing`: property `name` limit changed from 150 characters to 100 characters (breaking)"
        ]
    );
    assert_eq!(
        take(&name, "x-request-max-length"),
        ["schema `thing`: property `name` limit changed from 150 characters to none"]
    );
    assert_eq!(
        set(
            &format!("{THING}/properties/content/x-request-max-bytes"),
            json!(10240)
        ),
        ["schema `thing`: property `content` limit changed from 5120 bytes to 10240 bytes"]
    );
}

#[test]
fn descriptions_are_counted_and_a_property_of_that_name_is_none() {
    let lines = after("", |document| {
        document["info"]["title"] = json!("Another");
        document["paths"]["/things"]["get"]["summary"] = json!("Lists them.");
        let properties = &mut document["components"]["schemas"]["thing"]["properties"];
        properties["description"]["description"] = json!("In other words.");
    });
    assert_eq!(lines, ["descriptions: 1 added, 2 changed"]);
    assert_eq!(
        take(&format!("{THING}/properties"), "description"),
        [
            "schema `thing`: property `description` removed (breaking)",
            "descriptions: 1 removed",
        ]
    );
}

#[test]
fn breaking_ones_can_be_told() {
    let old = document();
    let mut new = old.clone();
    new["components"]["schemas"]["kind"]["x-known-values"] = json!(["big", "huge"]);
    let breaking: Vec<bool> = changes(&old, &new)
        .iter()
        .map(super::Change::breaking)
        .collect();
    assert_eq!(breaking, [false, true]);
}

/// Every node taken out of the document, one at a time, gives a line: nothing changes unseen.
#[test]
fn no_loss_goes_unseen() {
    fn pointers(value: &Value, at: &str, all: &mut Vec<(String, String)>) {
        for (key, value) in value.as_object().into_iter().flatten() {
            let key = key.replace('~', "~0").replace('/', "~1");
            all.push((at.to_owned(), key.clone()));
            pointers(value, &format!("{at}/{key}"), all);
        }
        for (index, value) in value.as_array().into_iter().flatten().enumerate() {
            all.push((at.to_owned(), index.to_string()));
            pointers(value, &format!("{at}/{index}"), all);
        }
    }
    let old = document();
    let mut all = Vec::new();
    pointers(&old, "", &mut all);
    assert!(all.len() > 100);
    for (parent, key) in all {
        let mut new = old.clone();
        match new.pointer_mut(&parent).unwrap() {
            Value::Array(items) => drop(items.remove(key.parse().unwrap())),
            node => {
                let key = key.replace("~1", "/").replace("~0", "~");
                node.as_object_mut().unwrap().remove(&key).unwrap();
            }
        }
        assert_ne!(changes(&old, &new), [], "{parent}/{key}");
        assert_ne!(changes(&new, &old), [], "{parent}/{key}, added");
    }
}
