//! What the program prints.

use std::io::Write as _;
use std::path::Path;

use intune_hardware_configurations_emulator::{Emulator, Exchange};
use serde_json::json;

/// Any id does for a tenant; this one is the same in every run.
const TENANT_ID: &str = "c0ffee00-0000-4000-8000-000000000001";

/// One line for a program that started this one.
pub(crate) fn ready_json(emulator: &Emulator, authority: Option<&Path>) -> String {
    json!({
        "root": emulator.root(),
        "baseUrl": emulator.base_url(),
        "token": emulator.token(),
        "configurations": emulator.configurations(),
        "control": format!("{}/_emulator", emulator.root()),
        "certificateAuthority": authority,
        "authority": emulator.root(),
        "tenantId": TENANT_ID,
        "scope": format!("{}/.default", emulator.root()),
    })
    .to_string()
}

/// How to point a client at the emulator, for a person.
pub(crate) fn ready_text(emulator: &Emulator, authority: Option<&Path>) -> String {
    let root = emulator.root();
    let trust = authority.map_or_else(String::new, |file| format!(" --cacert {}", file.display()));
    let mut text = format!("Listening on {root}, in place of https://graph.microsoft.com\n\n");
    for id in emulator.configurations() {
        text.push_str(&format!("  configuration  {id}\n"));
    }
    text.push_str(&format!("  token          {}\n", emulator.token()));
    text.push_str(&format!(
        "  sign in        {root}/{TENANT_ID}, any client id and secret, scope {root}/.default\n"
    ));
    if let Some(file) = authority {
        text.push_str(&format!(
            "  authority      {} (trust it for this run only)\n",
            file.display()
        ));
    }
    text.push_str(&format!(
        "  control        {root}/_emulator/health\n\nTry\n\n"
    ));
    text.push_str(&format!(
        "  curl{trust} -H 'Authorization: Bearer {}' \\\n    {}/deviceManagement/hardwareConfigurations\n\nCtrl-C stops it.\n",
        emulator.token(),
        emulator.base_url()
    ));
    text
}

/// One line for each request, and one for each thing that is worth knowing about it.
pub(crate) fn log(exchange: &Exchange) {
    let mut line = format!(
        "{} {:<6} {}",
        exchange.status, exchange.method, exchange.target
    );
    if let Some(operation) = &exchange.operation {
        line.push_str(&format!("  [{operation}]"));
    }
    if let Some(fault) = &exchange.fault {
        line.push_str(&format!("  fault: {fault}"));
    }
    for finding in &exchange.findings {
        line.push_str(&format!("\n    {finding}"));
    }
    // A log that nobody reads any more is no reason to stop.
    let _ = writeln!(std::io::stderr(), "{line}");
}
