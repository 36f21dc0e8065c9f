//! The table of operations in the documentation, against the data.

use std::fmt::Write;

use intune_hardware_configurations::operations;

const ROOT: &str = "/deviceManagement/hardwareConfigurations";
const PERMISSIONS: &str = "DeviceManagementConfiguration.";

#[test]
fn the_documented_table_is_the_data() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../crates/facade/src/operations.rs"
    );
    let documentation = std::fs::read_to_string(path).unwrap();
    for operation in operations::ALL {
        let (name, method) = (operation.name(), operation.method());
        let below = operation
            .path()
            .strip_prefix(ROOT)
            .unwrap()
            .replace("{hardwareConfiguration-id}", "{id}");
        let below = match below.split_once("/{hardwareConfiguration") {
            Some((collection, _)) => format!("{collection}/{{childId}}"),
            None if below.is_empty() => "(root)".to_owned(),
            None => below,
        };
        let permission = operation.permissions()[0]
            .strip_prefix(PERMISSIONS)
            .unwrap();
        let mut row = String::new();
        write!(
            row,
            "//! | [`{name}`]({}) | {method} | `{below}` | `",
            name.to_uppercase()
        )
        .unwrap();
        let line = documentation.lines().find(|line| line.starts_with(&row));
        let line = line.unwrap_or_else(|| panic!("no row begins with {row}"));
        assert!(line.ends_with(&format!("| `{permission}` |")), "{line}");
    }
    let rows = documentation
        .lines()
        .filter(|line| line.starts_with("//! | [`"))
        .count();
    assert_eq!((rows, operations::ALL.len()), (28, 28));
}

#[test]
fn reading_needs_less_than_writing() {
    for operation in operations::ALL {
        let least = operation.permissions()[0];
        let reads = operation.method() == "GET";
        assert_eq!(least.ends_with(".Read.All"), reads, "{}", operation.name());
        assert_eq!(
            operation.permissions().last(),
            Some(&"DeviceManagementConfiguration.ReadWrite.All")
        );
    }
}
