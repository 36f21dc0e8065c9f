use serde_json::{Value, json};

use super::{Applied, apply};

/// An overlay of these actions (YAML, not indented).
fn overlay(actions: &str) -> String {
    format!("overlay: 1.0.0\ninfo:\n  title: Test\n  version: 1.0.0\nactions:\n{actions}")
}

fn applied(mut document: Value, actions: &str) -> Value {
    apply(&mut document, &overlay(actions)).unwrap();
    document
}

fn error(mut document: Value, actions: &str) -> String {
    format!("{:#}", apply(&mut document, &overlay(actions)).unwrap_err())
}

fn error_of_text(text: &str) -> String {
    format!("{:#}", apply(&mut json!({}), text).unwrap_err())
}

#[test]
fn update_merges_objects_appends_arrays_and_replaces_scalars() {
    let document = json!({"a": {"kept": 1, "list": [1], "scalar": "old", "null": null}});
    let actions = "
- target: $.a
  update: {list: [2, 3], scalar: new, 'null': 5, added: {deep: true}}
";
    assert_eq!(
        applied(document, actions),
        json!({"a": {"kept": 1, "list": [1, 2, 3], "scalar": "new", "null": 5, "added": {"deep": true}}})
    );
}

#[test]
fn update_of_an_array_appends_one_entry() {
    let document = json!({"parameters": [{"name": "a"}]});
    let actions = "
- target: $.parameters
  update: {name: b}
";
    assert_eq!(
        applied(document, actions),
        json!({"parameters": [{"name": "a"}, {"name": "b"}]})
    );
}

#[test]
fn an_action_applies_to_every_node_and_sees_the_actions_before_it() {
    let mut document =
        json!({"paths": {"/a/{b-id}": {"get": {}}, "/it's": {"get": {}, "post": {}}}});
    let text = overlay(
        "
- target: $.paths.*.get
  description: the reason
  update: {x-safe: true}
- target: $.paths[?@.get['x-safe'] == true].get
  update: {summary: Reads}
- target: $.paths['/it\\'s'].post
  remove: true
",
    );
    assert_eq!(
        apply(&mut document, &text).unwrap(),
        Applied {
            actions: 3,
            nodes: 5
        }
    );
    assert_eq!(
        document,
        json!({"paths": {
            "/a/{b-id}": {"get": {"x-safe": true, "summary": "Reads"}},
            "/it's": {"get": {"x-safe": true, "summary": "Reads"}},
        }})
    );
}

#[test]
fn remove_takes_properties_items_and_scalars() {
    let document =
        json!({"schema": {"type": "string", "pattern": "^x$"}, "list": [0, 1, 2, 3, {"x": 4}]});
    let actions = "
- target: $.schema.pattern
  remove: true
- target: $.list[1,3,1]
  remove: true
";
    assert_eq!(
        applied(document, actions),
        json!({"schema": {"type": "string"}, "list": [0, 2, {"x": 4}]})
    );
}

#[test]
fn remove_of_a_node_and_what_is_within_it_removes_both() {
    let document = json!({"x": {"x": {"kept": 1}}, "list": [[0], [1]]});
    let actions = "
- target: $..x
  remove: true
- target: $.list..*
  remove: true
";
    assert_eq!(applied(document, actions), json!({"list": []}));
}

#[test]
fn what_is_removed_can_be_made_again() {
    let document = json!({"schema": {"type": ["string"]}});
    let actions = "
- target: $.schema.type
  remove: true
- target: $.schema
  update: {type: string}
";
    assert_eq!(
        applied(document, actions),
        json!({"schema": {"type": "string"}})
    );
}

#[test]
fn words_that_look_like_booleans_stay_words() {
    let actions = "
- target: $
  update: {a: no, b: on, c: yes, d: 'true', e: 7, f: 1.0, g: 2016-12-31, h: true, i: ~, j: 2XX}
";
    assert_eq!(
        applied(json!({}), actions),
        json!({"a": "no", "b": "on", "c": "yes", "d": "true", "e": 7, "f": 1.0, "g": "2016-12-31",
               "h": true, "i": null, "j": "2XX"})
    );
}

#[test]
fn long_descriptions_can_be_folded_or_literal() {
    let actions = "
- target: $
  update:
    folded: >-
      One line
      and the same.
    literal: |
      One
      two
";
    assert_eq!(
        applied(json!({}), actions),
        json!({"folded": "One line and the same.", "literal": "One\ntwo\n"})
    );
}

#[test]
fn an_action_that_matches_nothing_is_named_with_what_to_do() {
    let actions = "- target: $\n  update: {a: 1}\n- target: $.gone\n  update: {a: 1}\n";
    assert_eq!(
        error(json!({}), actions),
        "overlay action 2 (line 8), target `$.gone`: matches nothing in the document; correct the target, \
         or delete the action if what it mends is gone"
    );
}

#[test]
fn a_bad_jsonpath_is_named() {
    let message = error(json!({}), "- target: $.a[\n  remove: true\n");
    assert!(
        message.starts_with(
            "overlay action 1 (line 6), target `$.a[`: is not a JSONPath (RFC 9535): "
        ),
        "{message}"
    );
}

#[test]
fn kinds_that_do_not_fit_are_refused() {
    let document = json!({"object": {"p": {"q": [1]}}, "scalar": 1});
    let cases = [
        (
            "- target: $.object\n  update: 5\n",
            "at $['object']: `update` is a number, but must be an object",
        ),
        (
            "- target: $.object\n  update: {p: {q: 5}}\n",
            "property `p`: property `q`: a number cannot be merged into an array",
        ),
        (
            "- target: $.object\n  update: {p: text}\n",
            "a string cannot be merged into an object; remove it",
        ),
        (
            "- target: $.scalar\n  update: 5\n",
            "is a number; target the object that contains it",
        ),
        (
            "- target: $\n  remove: true\n",
            "is the whole document, which cannot be removed",
        ),
        (
            "- target: $.scalar\n",
            "has neither `update` nor `remove: true`",
        ),
        (
            "- target: $.scalar\n  remove: false\n",
            "has neither `update` nor `remove: true`",
        ),
        (
            "- target: $.object\n  remove: true\n  update: {}\n",
            "has `update` and `remove`",
        ),
    ];
    for (actions, expected) in cases {
        let message = error(document.clone(), actions);
        assert!(message.contains(expected), "{message}\nlacks: {expected}");
    }
}

#[test]
fn unknown_keys_are_refused_and_extensions_are_not() {
    let action = "- target: $\n  updat: {a: 1}\n";
    assert_eq!(
        error(json!({}), action),
        "overlay action 1 (line 6), target `$`: unknown key `updat`; known here are target, description, \
         update, remove and keys that begin with `x-`"
    );
    let top = format!("{}extend: x\n", overlay("- target: $\n  update: {a: 1}\n"));
    assert!(error_of_text(&top).contains("unknown key `extend`"));
    let info = overlay("- target: $\n  update: {a: 1}\n")
        .replace("title: Test", "title: Test\n  titel: x");
    assert!(error_of_text(&info).contains("`info` of the overlay: unknown key `titel`"));

    let extended = format!(
        "{}x-note: fine\n",
        overlay("- target: $\n  x-note: fine\n  update: {a: 1}\n")
    );
    assert!(apply(&mut json!({}), &extended).is_ok());
}

#[test]
fn what_is_not_an_overlay_is_refused() {
    let newer = overlay("- target: $\n  update: {}\n").replace("overlay: 1.0.0", "overlay: 1.1.0");
    assert!(error_of_text(&newer).contains("write `overlay: 1.0.0`"));
    assert!(error_of_text(&overlay("").replace("actions:", "actions: []")).contains("no actions"));

    let cases = [
        ("", "not an Overlay 1.0 document"),
        ("overlay: 1.0.0\ninfo: {title: T, version: v}\n", "actions"),
        ("overlay: 1.0.0\noverlay: 1.0.0\n", "duplicate"),
        ("overlay: [unclosed\n", "not an Overlay 1.0 document"),
        (&overlay("- remove: true\n"), "target"),
        (
            &overlay("- target: $\n  update: {a: 1, a: 2}\n"),
            "duplicate",
        ),
        (
            &overlay("- target: $\n  remove: maybe\n"),
            "not an Overlay 1.0 document",
        ),
    ];
    for (text, expected) in cases {
        let message = error_of_text(text);
        assert!(message.contains(expected), "{message}\nlacks: {expected}");
    }
}

#[test]
fn an_overlay_can_be_json() {
    let text = r#"{"overlay": "1.0.3", "info": {"title": "T", "version": "1"},
                   "actions": [{"target": "$", "update": {"a": 1}}]}"#;
    let mut document = json!({});
    apply(&mut document, text).unwrap();
    assert_eq!(document, json!({"a": 1}));
}
