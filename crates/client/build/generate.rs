//! From the specification to the source of the client and of the table of operations.

#[path = "adapt.rs"]
mod adapt;
#[path = "operations.rs"]
mod operations;
#[path = "refine.rs"]
mod refine;
#[path = "requests.rs"]
mod requests;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TypeImpl};
use serde_json::{Value, json};

const SPECIFICATION: &str = "spec/hardware-configurations.json";

/// Writes both to where Cargo wants what a build script makes.
pub(crate) fn generate() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={SPECIFICATION}");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    let text = fs::read_to_string(SPECIFICATION)?;
    let specification: Value = serde_json::from_str(&text)?;
    let output = env::var("OUT_DIR")?;
    let output = Path::new(&output);
    fs::write(output.join("client.rs"), client(&specification)?)?;
    fs::write(
        output.join("operations.rs"),
        operations::table(&specification)?,
    )?;
    Ok(())
}

/// The client as Rust source.
fn client(specification: &Value) -> Result<String, Box<dyn Error>> {
    let adapted = serde_json::from_value(adapt::adapt(specification.clone()))?;
    let tokens = Generator::new(&settings()?).generate_tokens(&adapted)?;
    let mut file = syn::parse2(tokens)?;
    refine::leave_construction_to_us(&mut file)?;
    refine::leave_the_version_to_the_path(&mut file);
    refine::leave_decoding_to_us(&mut file, operations::count(specification))?;
    requests::add_request_methods(&mut file);
    refine::tell_null_from_absent(&mut file);
    Ok(prettyplease::unparse(&file))
}

fn settings() -> Result<GenerationSettings, Box<dyn Error>> {
    let mut settings = GenerationSettings::default();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_hooks(HooksMode::Expected)
        .with_inner_type("msgraph_transport::Transport".parse()?);
    // Hand-written types for what the generator has none for, or one that prints secrets or loses an offset.
    for (format, replacement) in [
        (adapt::BYTES, "crate::FileContent"),
        (adapt::DATE_TIME, "crate::DateTime"),
        (adapt::LIST, "crate::CommaSeparated"),
        (adapt::SEGMENT, "crate::Id"),
    ] {
        let schema = serde_json::from_value(json!({ "type": "string", "format": format }))?;
        settings.with_conversion(schema, replacement, std::iter::empty::<TypeImpl>());
    }
    Ok(settings)
}
