//! The generated code: what the build makes of the specification is what is committed.

use intune_hardware_configurations_client::GENERATED_SOURCES;

/// The committed files are compiled where the feature `generate` is off, and so are the snapshots of this test.
#[test]
fn the_committed_code_is_what_the_build_generates() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../crates/client/generated");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let [client, operations] = GENERATED_SOURCES.map(|source| source.as_bytes().to_vec());
    settings.bind(|| {
        insta::assert_binary_snapshot!("client.rs", client);
        insta::assert_binary_snapshot!("operations.rs", operations);
    });
}
