//! The steps together: on a small document of our own, and on the real one where it is at hand.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use openapi_slice::Slicer;
use serde_json::Value;

use super::document::{dangling_references, unused_components};
use super::origin::Origin;
use super::record::{Document, Record};
use super::{Arguments, Place, ROOT, make, run_in};

/// A document in the shape of Graph's: a collection to keep, and a base that everything else derives from.
const SMALL: &str = r##"
openapi: 3.0.4
info: { title: Theirs, description: Their words about everything., version: '1' }
servers: [{ url: 'https://graph.example/beta' }]
paths:
  /deviceManagement/hardwareConfigurations:
    get:
      summary: Their words about the list.
      operationId: theirs.List-3a1b
      parameters:
        - { name: $select, in: query, explode: true, schema: { type: array, items: { enum: [id] } } }
      responses:
        2XX: { description: Theirs., content: { application/json: { schema: { $ref: '#/components/schemas/microsoft.graph.page' } } } }
        4XX: { $ref: '#/components/responses/error' }
  /deviceManagement/hardwareConfigurations/{id}:
    delete: { operationId: theirs.Delete, responses: { '204': { description: Theirs. } } }
  /users:
    get: { operationId: users.List, responses: { 2XX: { description: Users. } } }
components:
  responses:
    error: { description: Their error. }
  schemas:
    microsoft.graph.page:
      type: object
      properties:
        '@odata.nextLink': { type: string }
        value: { type: array, items: { $ref: '#/components/schemas/microsoft.graph.configuration' } }
    microsoft.graph.entity:
      type: object
      required: ['@odata.type']
      properties: { id: { type: string }, '@odata.type': { type: string } }
      discriminator:
        propertyName: '@odata.type'
        mapping:
          '#microsoft.graph.user': '#/components/schemas/microsoft.graph.user'
          '#microsoft.graph.configuration': '#/components/schemas/microsoft.graph.configuration'
    microsoft.graph.user: { allOf: [{ $ref: '#/components/schemas/microsoft.graph.entity' }] }
    microsoft.graph.configuration:
      allOf:
        - $ref: '#/components/schemas/microsoft.graph.entity'
        - { type: object, properties: { displayName: { type: string, description: Their words about a name. } } }
"##;

const OVERLAY_OF_SMALL: &str = r#"
overlay: 1.0.0
info: { title: Ours, version: '1' }
actions:
  - { target: "$.paths[*].get", update: { description: Lists them., security: [{ graph: [Read] }] } }
  - { target: "$.paths[*].delete", update: { description: Deletes one., security: [{ graph: [Write] }] } }
  - { target: "$.paths[*][*].responses[*]", update: { description: A page. } }
  - { target: "$.components.parameters[*]", update: { description: What to select. } }
  - { target: "$.components.schemas[*]", update: { description: A schema. } }
  - { target: "$.components.schemas[*].properties[*]", update: { description: A property. } }
"#;

const RECORD_OF_SMALL: &str =
    "[upstream]\nrepository = \"o/n\"\npath = \"p.yaml\"\ncommit = \"main\"\n";

/// A workspace with an overlay and a record, and a document beside it.
struct Workspace {
    folder: tempfile::TempDir,
}

impl Workspace {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("spec")).unwrap();
        let workspace = Self { folder };
        fs::write(workspace.place().overlay(), OVERLAY_OF_SMALL).unwrap();
        fs::write(workspace.place().record(), RECORD_OF_SMALL).unwrap();
        fs::write(workspace.document(), SMALL).unwrap();
        workspace
    }

    fn place(&self) -> Place {
        Place {
            workspace: self.folder.path().to_owned(),
        }
    }

    fn document(&self) -> PathBuf {
        self.folder.path().join("graph.yaml")
    }

    fn codegen(&self, check: bool, input: Option<PathBuf>) -> Result<(), String> {
        let arguments = Arguments {
            input,
            commit: None,
            url: None,
            check,
        };
        run_in(&self.place(), &arguments).map_err(|error| format!("{error:#}"))
    }

    fn files(&self) -> (String, String) {
        (
            fs::read_to_string(self.place().specification()).unwrap(),
            fs::read_to_string(self.place().record()).unwrap(),
        )
    }
}

#[test]
fn a_second_run_changes_nothing_and_a_changed_byte_is_found() {
    let workspace = Workspace::new();
    workspace
        .codegen(false, Some(workspace.document()))
        .unwrap();
    let first = workspace.files();
    workspace
        .codegen(false, Some(workspace.document()))
        .unwrap();
    assert_eq!(workspace.files(), first);
    for input in [None, Some(workspace.document())] {
        workspace.codegen(true, input).unwrap();
    }

    let edited = first.0.replacen("Lists them.", "Lists then.", 1);
    fs::write(workspace.place().specification(), &edited).unwrap();
    for input in [None, Some(workspace.document())] {
        let error = workspace.codegen(true, input).unwrap_err();
        assert!(
            error.contains("run `cargo xtask codegen --input "),
            "{error}"
        );
    }
    assert_eq!(workspace.files().0, edited, "a check writes nothing");
}

#[test]
fn a_check_does_not_mind_where_the_same_document_is_read_from() {
    let workspace = Workspace::new();
    workspace
        .codegen(false, Some(workspace.document()))
        .unwrap();
    let downloaded = workspace
        .files()
        .1
        .replace("\"local file\"", "\"some commit\"");
    assert!(downloaded.contains("some commit"), "{downloaded}");
    fs::write(workspace.place().record(), downloaded).unwrap();
    workspace.codegen(true, Some(workspace.document())).unwrap();
}

#[test]
fn the_specification_holds_our_words_and_no_others() {
    let workspace = Workspace::new();
    workspace
        .codegen(false, Some(workspace.document()))
        .unwrap();
    let (specification, record) = workspace.files();
    assert!(specification.contains("\"operationId\": \"list_hardware_configurations\""));
    assert!(specification.contains("\"explode\": false"));
    for theirs in [
        "Their",
        "users",
        "microsoft.graph.page",
        "discriminator",
        "4XX",
    ] {
        assert!(
            !specification.contains(theirs),
            "{theirs} in {specification}"
        );
    }
    assert!(record.contains("[left_out]\npaths = 1\n"), "{record}");
}

#[test]
fn a_document_without_the_collection_is_refused_and_nothing_is_written() {
    let workspace = Workspace::new();
    let without = SMALL.replace(
        "/deviceManagement/hardwareConfigurations",
        "/deviceManagement/hardwareConfiguration",
    );
    fs::write(workspace.document(), without).unwrap();
    let error = workspace
        .codegen(false, Some(workspace.document()))
        .unwrap_err();
    assert!(
        error.contains("/deviceManagement/hardwareConfiguration"),
        "names the nearest: {error}"
    );
    assert!(!workspace.place().specification().exists());
}

#[test]
fn an_overlay_that_misses_a_property_says_which() {
    let workspace = Workspace::new();
    let overlay = OVERLAY_OF_SMALL
        .lines()
        .filter(|line| !line.contains("properties[*]"));
    fs::write(
        workspace.place().overlay(),
        overlay.collect::<Vec<_>>().join("\n"),
    )
    .unwrap();
    let error = workspace
        .codegen(false, Some(workspace.document()))
        .unwrap_err();
    assert!(
        error
            .contains("components.schemas.configuration.properties.displayName has no description"),
        "{error}"
    );
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let workspace = Workspace::new();
    workspace
        .codegen(false, Some(workspace.document()))
        .unwrap();
    let committed = workspace.files();
    // An operation goes, another comes that no rule names, and a property has no words.
    let moved = SMALL
        .replace(
            "delete: { operationId: theirs.Delete",
            "trace: { operationId: theirs.Trace",
        )
        .replace(
            "displayName:",
            "display-name: { type: string }, display_name:",
        );
    fs::write(workspace.document(), moved).unwrap();
    let overlay = format!("{OVERLAY_OF_SMALL}  - {{ target: \"$.paths.gone\", remove: true }}\n");
    fs::write(workspace.place().overlay(), overlay).unwrap();
    let error = workspace
        .codegen(false, Some(workspace.document()))
        .unwrap_err();
    for expected in [
        "no rule names TRACE /deviceManagement/hardwareConfigurations/{id}",
        "target `$.paths[*].delete`: matches nothing",
        "target `$.paths.gone`: matches nothing",
        "would both be the field `display_name`",
    ] {
        assert!(error.contains(expected), "{expected} in {error}");
    }
    assert_eq!(workspace.files(), committed, "nothing is written");
}

/// Graph's whole document, or nothing on a machine that does not have it. One that `named` says to be there must be.
fn whole_document(named: Option<OsString>) -> Option<Vec<u8>> {
    if let Some(path) = named {
        let document = fs::read(&path);
        return Some(document.unwrap_or_else(|error| panic!("GRAPH_BETA_YAML={path:?}: {error}")));
    }
    let place = Place::of_workspace().unwrap();
    let beside = place.workspace.join("../shared/upstream/graph-beta.yaml");
    let document = fs::read(beside).ok();
    if document.is_none() {
        println!("skipped: the whole document is not at hand (GRAPH_BETA_YAML)");
    }
    document
}

#[test]
#[should_panic(expected = "GRAPH_BETA_YAML=")]
fn a_document_that_was_named_and_is_missing_is_no_reason_to_skip() {
    whole_document(Some("no/such/document.yaml".into()));
}

#[test]
fn the_real_document_gives_the_committed_specification_as_yaml_and_as_json() {
    let Some(whole) = whole_document(std::env::var_os("GRAPH_BETA_YAML")) else {
        return;
    };
    let place = Place::of_workspace().unwrap();
    let record = Record::read(&place.record()).unwrap();
    let origin = Origin::LocalFile(PathBuf::new());
    let document = || Document {
        origin: String::new(),
        size: 0,
        sha256: String::new(),
    };
    // Slices with the prose left in, in place of 58 MB in two formats.
    let slice = Slicer::new()
        .path(ROOT)
        .path(format!("{ROOT}/**"))
        .slice(&whole)
        .unwrap();
    let committed = fs::read_to_string(place.specification()).unwrap();
    for text in [slice.to_yaml(), slice.to_json()] {
        let made = make(text.as_bytes(), document(), &origin, &record, &place).unwrap();
        assert_eq!(made.specification, committed);
    }

    let specification: Value = serde_json::from_str(&committed).unwrap();
    assert_eq!(specification["paths"].as_object().unwrap().len(), 14);
    assert!(
        specification["components"]["schemas"]
            .as_object()
            .unwrap()
            .len()
            <= 26
    );
    assert_eq!(dangling_references(&specification), [""; 0]);
    assert_eq!(unused_components(&specification), []);

    let mut sentences = Vec::new();
    collect_prose(
        &serde_json::from_str(&slice.to_json()).unwrap(),
        &mut sentences,
    );
    assert!(
        sentences.len() > 100,
        "the document has prose: {}",
        sentences.len()
    );
    for file in [place.specification(), place.overlay()] {
        let text = fs::read_to_string(file).unwrap();
        let theirs: Vec<_> = sentences
            .iter()
            .filter(|sentence| text.contains(*sentence))
            .collect();
        assert_eq!(theirs, [""; 0]);
    }
}

/// The sentences of upstream, of three words and more.
fn collect_prose(value: &Value, sentences: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match (key.as_str(), value) {
                    ("description" | "summary", Value::String(text)) => {
                        let long = |sentence: &&str| sentence.split(' ').count() > 3;
                        sentences.extend(text.split(". ").filter(long).map(str::to_owned));
                    }
                    (_, value) => collect_prose(value, sentences),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_prose(item, sentences)),
        _ => {}
    }
}
