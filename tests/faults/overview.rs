//! The page of the documentation that lists every scenario. It is made here, of the table and of the names of the tests.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use syn::{Attribute, Expr, Item, Lit, Meta};

use crate::table;

/// Set to `write`, it has the page written anew.
const UPDATE: &str = "FAULTS_PAGE";

const INTRODUCTION: &str = "\
# The fault suite

<!-- Made by the tests themselves: FAULTS_PAGE=write cargo test -p workspace-tests --test faults overview -->

What the transport and the facade make of a bad night, over real sockets and on a clock that nobody waits for. Run it with
`cargo test -p workspace-tests --test faults`.
";

#[test]
fn the_page_lists_every_scenario() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = folder.join("../docs/faults.md");
    let page = page(&folder.join("faults"));
    if std::env::var_os(UPDATE).is_some_and(|value| value == "write") {
        std::fs::write(&path, page).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = page
        .lines()
        .zip(committed.lines())
        .find(|(new, old)| new != old);
    assert!(
        page == committed.replace("\r\n", "\n"),
        "docs/faults.md is not up to date: {UPDATE}=write cargo test -p workspace-tests --test faults overview \
         (first difference, new and old: {differs:#?})"
    );
}

fn page(sources: &Path) -> String {
    let cases = table::all();
    let files: Vec<_> = files(sources).into_iter().filter_map(File::read).collect();
    let tests = files.iter().map(|file| file.tests.len()).sum::<usize>();
    let mut page = INTRODUCTION.to_owned();
    write!(
        page,
        "\n{} scenarios: {} rows of the table, and {tests} tests of their own.\n\n## The table\n\n\
         Each row makes one thing happen, and says what must come out. For all of them: no secret is printed, no request \
         goes astray, every try of a call is the same request, an error is one line and does not repeat its source.\n\n\
         | scenario | what happens | what must come out |\n| --- | --- | --- |\n",
        cases.len() + tests,
        cases.len(),
    )
    .unwrap();
    for case in cases {
        let (happens, asserts) = case.in_words();
        let cells = [case.name, happens, &asserts].map(cell);
        writeln!(page, "| {} |", cells.join(" | ")).unwrap();
    }
    for file in files {
        let (name, about) = (file.name, file.about);
        write!(
            page,
            "\n## {name}\n\n{about}\n\n| what holds | |\n| --- | --- |\n"
        )
        .unwrap();
        for test in file.tests {
            writeln!(page, "| {} | {} |", cell(&test.name), cell(&test.about)).unwrap();
        }
    }
    page
}

/// Text as it may stand in a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// The files below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push(path);
        }
    }
    all.sort();
    all
}

/// A file with tests of their own.
struct File {
    name: String,
    about: String,
    tests: Vec<Test>,
}

struct Test {
    name: String,
    about: String,
}

impl File {
    fn read(path: PathBuf) -> Option<Self> {
        let source = syn::parse_file(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let tests: Vec<_> = source.items.iter().filter_map(Test::read).collect();
        let stem = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
        // The runner of the table, and this page, are no scenarios.
        if ["main", "overview"].contains(&stem(&path).as_str()) {
            return None;
        }
        let below = path.parent().map(stem).filter(|folder| folder != "faults");
        let name = below.map_or_else(
            || stem(&path),
            |folder| format!("{folder}: {}", stem(&path)),
        );
        (!tests.is_empty()).then(|| Self {
            name: name.replace('_', " "),
            about: documentation(&source.attrs),
            tests,
        })
    }
}

impl Test {
    fn read(item: &Item) -> Option<Self> {
        let Item::Fn(function) = item else {
            return None;
        };
        let has = |name| {
            let is = |attribute: &Attribute| {
                attribute
                    .path()
                    .segments
                    .last()
                    .is_some_and(|last| last.ident == name)
            };
            function.attrs.iter().any(is)
        };
        let mut about = documentation(&function.attrs);
        if has("ignore") {
            about = format!("{about} Runs on request.").trim_start().to_owned();
        }
        has("test").then(|| Self {
            name: function.sig.ident.to_string().replace('_', " "),
            about,
        })
    }
}

/// The text of the comments that document something.
fn documentation(attributes: &[Attribute]) -> String {
    let line = |attribute: &Attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    };
    let lines: Vec<_> = attributes.iter().filter_map(line).collect();
    lines.join(" ").trim().to_owned()
}
