//! Makes the committed specification from Graph's whole OpenAPI document:
//! fetch, slice, mend, overlay, write.

mod changes;
mod document;
mod fetch;
mod mend;
mod overlay;
mod record;
mod slice;
mod verify;
mod write;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

const ROOT: &str = "/deviceManagement/hardwareConfigurations";

pub(crate) fn draft(input: &Path) -> Result<String> {
    let text = std::fs::read(input)?;
    let mut document = slice::slice(&text)?;
    mend::mend(&mut document, ROOT)?;
    let overlay = std::fs::read_to_string("spec/overlay.yaml")?;
    overlay::apply(&mut document, &overlay)?;
    let text = write::to_text(&document)?;
    write::replace(Path::new("spec/hardware-configurations.json"), &text)?;
    verify::verify(&document)?;
    Ok(text)
}
