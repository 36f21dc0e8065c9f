//! Generates the client and the table of operations from the specification, when the feature `generate` asks for it.

#[cfg(feature = "generate")]
#[path = "build/generate.rs"]
mod generate;

#[cfg(feature = "generate")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    generate::generate()
}

#[cfg(not(feature = "generate"))]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
}
