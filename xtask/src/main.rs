//! Maintainer commands: `cargo xtask …`.

fn main() {}
