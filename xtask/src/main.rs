//! Maintainer commands: `cargo xtask …`.

mod codegen;

fn main() {}
