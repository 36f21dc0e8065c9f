//! Maintainer commands: `cargo xtask …`.
mod codegen;
fn main() -> anyhow::Result<()> {
    codegen::draft(std::path::Path::new(&std::env::args().nth(1).unwrap())).map(drop)
}
