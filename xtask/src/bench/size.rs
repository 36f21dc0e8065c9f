//! The size of a stripped release binary that prints a run summary.

use anyhow::{Context as _, Result};

use super::consumer::{
    FACADE, FACADE_NATIVE, GRAPH_RS_SDK, LEAN, LEAN_NATIVE, RAW, summary_with_facade,
    summary_with_graph_rs_sdk, summary_with_lean, summary_with_lean_native, summary_with_raw,
};
use super::quantity::{Goal, Quantity, Unit};
use super::workbench::Workbench;

pub(super) fn measure(workbench: &Workbench) -> Result<Vec<Quantity>> {
    let mut size = Quantity::new("stripped release binary", Unit::Bytes);
    for (subject, consumer) in [
        // How the client came to be leaves no trace in the binary.
        (FACADE, summary_with_facade("summary-taken", &["rustls"])),
        (
            FACADE_NATIVE,
            summary_with_facade("summary-taken-native", &["native-tls"]),
        ),
        (GRAPH_RS_SDK, summary_with_graph_rs_sdk()),
        (RAW, summary_with_raw()),
        (LEAN, summary_with_lean()),
        (LEAN_NATIVE, summary_with_lean_native()),
    ] {
        let binary = workbench.release(&consumer)?.join(consumer.name);
        let bytes = binary
            .metadata()
            .with_context(|| format!("{} was not built", consumer.name))?
            .len();
        size.add(subject, bytes as f64);
    }
    let size = size
        .ratio(FACADE, LEAN, Some(Goal::AtMost(1.06)))?
        .ratio(FACADE_NATIVE, LEAN_NATIVE, Some(Goal::AtMost(1.06)))?
        .ratio(FACADE, RAW, Some(Goal::AtMost(1.25)))?
        .ratio(FACADE, GRAPH_RS_SDK, None)?
        .ratio(FACADE_NATIVE, GRAPH_RS_SDK, None)?
        .ratio(LEAN_NATIVE, GRAPH_RS_SDK, None)?;
    Ok(vec![size])
}
