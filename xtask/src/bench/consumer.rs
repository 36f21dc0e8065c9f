//! The packages that are measured: the facade's consumers, and the same consumers with what they would use instead.

use std::borrow::Cow;

use super::programs;

/// The facade.
pub(super) const FACADE: &str = "facade";
/// The facade with the system's TLS in place of rustls, as graph-rs-sdk has it.
pub(super) const FACADE_NATIVE: &str = "facade, native-tls";
/// The facade with the client as it was generated, and so without progenitor.
pub(super) const FACADE_TAKEN: &str = "facade, as generated";
/// The same with the system's TLS.
pub(super) const FACADE_TAKEN_NATIVE: &str = "facade, as generated, native-tls";
/// What progenitor makes of the specification, and nothing else.
pub(super) const GENERATED: &str = "bare generated client";
/// The other Rust SDK for Microsoft Graph.
pub(super) const GRAPH_RS_SDK: &str = "graph-rs-sdk";
/// reqwest as it comes, and structs written by hand.
pub(super) const RAW: &str = "raw reqwest";
/// reqwest with the features and the TLS of the facade, and structs written by hand.
pub(super) const LEAN: &str = "lean reqwest";
/// The same with the system's TLS.
pub(super) const LEAN_NATIVE: &str = "lean reqwest, native-tls";
/// Nothing but the dependencies that the facade cannot do without, at the features that it needs.
pub(super) const FLOOR: &str = "floor";
/// The same with the system's TLS.
pub(super) const FLOOR_NATIVE: &str = "floor, native-tls";
/// The floor without what generates the client.
pub(super) const FLOOR_TAKEN: &str = "floor, as generated";
/// The same with the system's TLS.
pub(super) const FLOOR_TAKEN_NATIVE: &str = "floor, as generated, native-tls";

/// A package.
pub(super) struct Consumer {
    /// The folder of the package.
    pub(super) name: &'static str,
    /// The lines below `[dependencies]`.
    pub(super) dependencies: Cow<'static, str>,
    /// The lines below `[build-dependencies]`.
    pub(super) build_dependencies: Cow<'static, str>,
    /// Path and text of its files.
    pub(super) files: Vec<(&'static str, Cow<'static, str>)>,
}

impl Consumer {
    fn new(
        name: &'static str,
        dependencies: &'static str,
        files: impl IntoIterator<Item = (&'static str, &'static str)>,
    ) -> Self {
        Self {
            name,
            dependencies: dependencies.into(),
            build_dependencies: "".into(),
            files: files
                .into_iter()
                .map(|(path, text)| (path, text.into()))
                .collect(),
        }
    }

    /// The manifest. `[workspace]` keeps it apart from whatever folder it happens to be in.
    pub(super) fn manifest(&self) -> String {
        format!(
            "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n{}\n\n[build-dependencies]\n{}\n\n\
             [profile.release]\nstrip = true\n\n[workspace]\n",
            self.name, self.dependencies, self.build_dependencies,
        )
    }
}

/// Joins lines of dependencies at compile time.
macro_rules! lines {
    ($($line:expr),+ $(,)?) => { concat!($($line, "\n"),+) };
}

/// Prints a run summary, with the facade alone and these of its features.
pub(super) fn summary_with_facade(name: &'static str, features: &[&str]) -> Consumer {
    let mut consumer = Consumer::new(name, "", [("src/main.rs", programs::SUMMARY_FACADE)]);
    consumer.dependencies = format!(
        "intune-hardware-configurations = {{ path = \"../crates/facade\", default-features = false, features = {features:?} }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n"
    )
    .into();
    consumer
}

/// Prints a run summary, with a bare generated client. `specification` is the facade's own.
pub(super) fn summary_with_generated(specification: String) -> Consumer {
    // As progenitor's documentation has them.
    let dependencies = lines!(
        r#"bytes = "1""#,
        r#"chrono = { version = "0.4", features = ["serde"] }"#,
        r#"futures = "0.3""#,
        r#"progenitor-client = "0.15""#,
        r#"reqwest = { version = "0.13", features = ["json", "query", "stream"] }"#,
        r#"serde = { version = "1", features = ["derive"] }"#,
        r#"serde_json = "1""#,
        r#"tokio = { version = "1", features = ["macros", "rt"] }"#,
        r#"uuid = { version = "1", features = ["serde"] }"#,
    );
    let mut consumer = Consumer::new(
        "summary-generated",
        dependencies,
        [
            ("src/main.rs", programs::SUMMARY_GENERATED),
            ("build.rs", programs::GENERATED_BUILD),
        ],
    );
    consumer.build_dependencies = lines!(
        r#"prettyplease = "0.3""#,
        r#"progenitor = { version = "0.15", default-features = false }"#,
        r#"serde_json = "1""#,
        r#"syn = "3""#,
    )
    .into();
    consumer.files.push(("spec.json", specification.into()));
    consumer
}

/// Prints a run summary, with graph-rs-sdk.
pub(super) fn summary_with_graph_rs_sdk() -> Consumer {
    let dependencies = lines!(
        r#"graph-rs-sdk = "3""#,
        r#"serde = { version = "1", features = ["derive"] }"#,
        r#"tokio = { version = "1", features = ["macros", "rt"] }"#,
    );
    Consumer::new(
        "summary-graph-rs-sdk",
        dependencies,
        [("src/main.rs", programs::SUMMARY_GRAPH_RS_SDK)],
    )
}

/// Prints a run summary, with reqwest as it comes.
pub(super) fn summary_with_raw() -> Consumer {
    let dependencies = lines!(
        r#"reqwest = { version = "0.13", features = ["json"] }"#,
        r#"serde = { version = "1", features = ["derive"] }"#,
        r#"tokio = { version = "1", features = ["macros", "rt"] }"#,
    );
    summary_with_reqwest("summary-raw", dependencies, programs::CLIENT_DEFAULT)
}

/// Prints a run summary, with reqwest as the facade has it over the system's TLS.
pub(super) fn summary_with_lean_native() -> Consumer {
    let dependencies = lines!(
        r#"reqwest = { version = "0.13", default-features = false, features = ["gzip", "http2", "json", "native-tls"] }"#,
        r#"serde = { version = "1", features = ["derive"] }"#,
        r#"tokio = { version = "1", features = ["macros", "rt"] }"#,
    );
    summary_with_reqwest(
        "summary-lean-native",
        dependencies,
        programs::CLIENT_DEFAULT,
    )
}

/// Prints a run summary, with reqwest as the facade has it.
pub(super) fn summary_with_lean() -> Consumer {
    let dependencies = lines!(
        r#"reqwest = { version = "0.13", default-features = false, features = ["gzip", "http2", "json", "rustls-no-provider"] }"#,
        r#"rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }"#,
        r#"serde = { version = "1", features = ["derive"] }"#,
        r#"tokio = { version = "1", features = ["macros", "rt"] }"#,
    );
    summary_with_reqwest("summary-lean", dependencies, programs::CLIENT_LEAN)
}

fn summary_with_reqwest(
    name: &'static str,
    dependencies: &'static str,
    client: &'static str,
) -> Consumer {
    let mut consumer = Consumer::new(name, dependencies, []);
    let program = format!("{}{client}", programs::SUMMARY_RAW);
    consumer.files.push(("src/main.rs", program.into()));
    consumer
}

/// The measuring program of the facade, and the one that decodes.
pub(super) fn facade() -> Consumer {
    let dependencies = lines!(
        r#"intune-hardware-configurations = { path = "../crates/facade" }"#,
        r#"serde = { version = "1", features = ["derive"] }"#,
        r#"serde_json = "1""#,
        r#"tokio = { version = "1", features = ["macros", "rt"] }"#,
    );
    let files = [
        ("src/main.rs", programs::FACADE),
        ("src/measure.rs", programs::MEASURE),
        ("src/bin/decode/main.rs", programs::DECODE),
        ("src/bin/decode/types.rs", programs::TYPES),
    ];
    Consumer::new("facade", dependencies, files)
}

/// The measuring program of reqwest as it comes.
pub(super) fn raw() -> Consumer {
    let dependencies = lines!(
        r#"reqwest = { version = "0.13", features = ["json"] }"#,
        r#"serde = { version = "1", features = ["derive"] }"#,
        r#"tokio = { version = "1", features = ["macros", "rt"] }"#,
    );
    let files = [
        ("src/main.rs", programs::RAW),
        ("src/measure.rs", programs::MEASURE),
        ("src/types.rs", programs::TYPES),
    ];
    Consumer::new("raw", dependencies, files)
}

/// The measuring program of graph-rs-sdk. `test-util` lets it call plain http.
pub(super) fn graph_rs_sdk() -> Consumer {
    let dependencies = lines!(
        r#"futures-util = "0.3""#,
        r#"graph-rs-sdk = { version = "3", features = ["test-util"] }"#,
        r#"serde = { version = "1", features = ["derive"] }"#,
        r#"tokio = { version = "1", features = ["macros", "rt"] }"#,
    );
    let files = [
        ("src/main.rs", programs::GRAPH_RS_SDK),
        ("src/measure.rs", programs::MEASURE),
        ("src/types.rs", programs::TYPES),
    ];
    Consumer::new("graph-rs-sdk", dependencies, files)
}

/// The measuring programs of the gate in one package, and without TLS: quick to build, and the same reqwest for all.
pub(super) fn gate() -> Consumer {
    let dependencies = lines!(
        r#"intune-hardware-configurations = { path = "../crates/facade", default-features = false }"#,
        r#"reqwest = { version = "0.13", default-features = false, features = ["gzip", "http2", "json"] }"#,
        r#"serde = { version = "1", features = ["derive"] }"#,
        r#"serde_json = { version = "1", features = ["raw_value"] }"#,
        r#"tokio = { version = "1", features = ["io-util", "macros", "net", "rt", "time"] }"#,
    );
    let files = [
        ("src/bin/decode/main.rs", programs::DECODE),
        ("src/bin/decode/types.rs", programs::TYPES),
        ("src/bin/facade/main.rs", programs::FACADE),
        ("src/bin/facade/measure.rs", programs::MEASURE),
        ("src/bin/raw/main.rs", programs::RAW),
        ("src/bin/raw/measure.rs", programs::MEASURE),
        ("src/bin/raw/types.rs", programs::TYPES),
        ("src/bin/server.rs", programs::SERVER),
    ];
    Consumer::new("gate", dependencies, files)
}

/// The service that the measuring programs call.
pub(super) fn server() -> Consumer {
    let dependencies = lines!(
        r#"serde = { version = "1", features = ["derive"] }"#,
        r#"serde_json = { version = "1", features = ["raw_value"] }"#,
        r#"tokio = { version = "1", features = ["io-util", "macros", "net", "rt", "time"] }"#,
    );
    Consumer::new("server", dependencies, [("src/main.rs", programs::SERVER)])
}
