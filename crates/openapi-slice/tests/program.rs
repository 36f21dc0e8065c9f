//! The program, as a shell sees it.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::process::{Command, Output, Stdio};

const DOCUMENT: &str = "\
openapi: 3.0.0
paths:
  /a:
    get: {parameters: [{$ref: '#/components/parameters/P'}]}
  /b:
    get: {}
components:
  parameters:
    P: {name: p, in: query}
";

fn run(document: &str, args: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_openapi-slice"))
        .arg("-")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = program.stdin.take().unwrap();
    input.write_all(document.as_bytes()).unwrap();
    drop(input);
    program.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn the_slice_goes_to_standard_output_in_the_format_of_the_document() {
    let yaml = run(DOCUMENT, &["--path", "/b"]);
    assert!(yaml.status.success());
    assert_eq!(
        text(&yaml.stdout),
        "openapi: '3.0.0'\npaths:\n  /b:\n    get: {}\n"
    );
    assert_eq!(text(&yaml.stderr), "");

    let json = run(DOCUMENT, &["--path", "/b", "--format", "json"]);
    let again = run(text(&json.stdout), &[]);
    assert_eq!(text(&again.stdout), text(&json.stdout));
    let back = run(text(&json.stdout), &["-f", "yaml"]);
    assert_eq!(text(&back.stdout), text(&yaml.stdout));
}

#[test]
fn a_file_is_written_in_the_format_of_its_name() {
    let folder = tempfile();
    let file = folder.join("slice.json");
    let output = run(DOCUMENT, &["-p", "/b", "-o", file.to_str().unwrap()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("{\n"));

    // And read again, from a file this time.
    let read = Command::new(env!("CARGO_BIN_EXE_openapi-slice"))
        .arg(&file)
        .output()
        .unwrap();
    assert!(read.status.success(), "{}", text(&read.stderr));
    std::fs::remove_dir_all(folder).unwrap();
}

fn tempfile() -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("openapi-slice-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn reports_and_reasons() {
    let json = run(DOCUMENT, &["-p", "/a", "--report=json"]);
    let report: serde_json::Value = serde_json::from_slice(&json.stderr).unwrap();
    assert_eq!(report["paths"]["kept"], 1);
    assert_eq!(report["paths"]["dropped"], 1);
    assert_eq!(report["components"][0]["kind"], "parameters");
    assert_eq!(report["components"][0]["kept"], 1);

    let plain = run(DOCUMENT, &["-p", "/a", "--report"]);
    assert!(text(&plain.stderr).contains("operations            1 kept\n"));

    let why = run(DOCUMENT, &["-p", "/a", "--why", "P"]);
    assert_eq!(text(&why.stdout), "paths//a\n  components/parameters/P\n");
    let nobody = run(DOCUMENT, &["-p", "/b", "--why", "P"]);
    assert!(!nobody.status.success());
    assert_eq!(text(&nobody.stderr), "error: \"P\" is not in the slice\n");
}

#[test]
fn errors_are_one_line_that_says_where_and_what() {
    for (document, args, expected) in [
        (
            DOCUMENT,
            &["-p", "/c"][..],
            "error: -: the path pattern \"/c\" selects no operation; the nearest paths are /a, /b\n",
        ),
        (
            "openapi: [",
            &[],
            "error: -: line 1, column 10: unclosed bracket '['\n",
        ),
        (
            "swagger: '2.0'",
            &[],
            "error: -: line 1, column 1: expected OpenAPI 3, found Swagger 2: convert the document first\n",
        ),
    ] {
        let output = run(document, args);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(text(&output.stderr), expected);
        assert_eq!(text(&output.stdout), "");
    }
    let missing = Command::new(env!("CARGO_BIN_EXE_openapi-slice"))
        .arg("no-such-file.yaml")
        .output()
        .unwrap();
    assert!(text(&missing.stderr).starts_with("error: cannot read no-such-file.yaml: "));
}

#[test]
fn the_help_teaches() {
    let help = Command::new(env!("CARGO_BIN_EXE_openapi-slice"))
        .arg("--help")
        .output()
        .unwrap();
    let help = text(&help.stdout);
    for part in [
        "Examples:",
        "How operations are selected:",
        "What is kept:",
        "--exclude-path",
    ] {
        assert!(help.contains(part), "{part} in {help}");
    }
}
