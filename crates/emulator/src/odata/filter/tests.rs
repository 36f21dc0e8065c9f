use serde_json::{Value, json};

use super::Filter;
use crate::spec::Spec;
use crate::tenant::by_hand::StoredState;

fn passes(filter: &str) -> Result<bool, String> {
    let entity = Spec::load()
        .unwrap()
        .entity("hardwareConfiguration")
        .unwrap();
    let Value::Object(properties) = json!({
        "displayName": "O'Hara's profile",
        "fileName": "a.cctk",
        "description": null,
        "version": 3,
        "perDevicePasswordDisabled": true,
        "createdDateTime": "2026-01-31T08:00:00.1234567Z",
        "hardwareConfigurationFormat": "dell",
        "roleScopeTagIds": ["0", "7"],
    }) else {
        unreachable!()
    };
    let record = StoredState {
        id: "1".to_owned(),
        properties,
    };
    Filter::parse(entity, filter).map(|filter| filter.matches(&record, &mut String::new()))
}

#[test]
fn filters_that_pass_and_filters_that_do_not() {
    for (filter, expected) in [
        ("displayName eq 'O''Hara''s profile'", true),
        ("displayName ne 'x' and version gt 2", true),
        ("version lt 3 or version ge 3", true),
        ("version eq 1 and version eq 3 or version eq 3", true),
        ("not (version eq 3)", false),
        ("not startswith(displayName,'O')", false),
        ("contains(fileName,'.cc') and endswith(fileName, 'k')", true),
        ("description eq null", true),
        ("description gt 'a'", false),
        ("createdDateTime gt 2026-01-31T09:00:00.1234566+01:00", true),
        ("createdDateTime gt 2026-01-31T08:00:00.1234567Z", false),
        ("hardwareConfigurationFormat in ('surface','dell')", true),
        ("perDevicePasswordDisabled", true),
        ("perDevicePasswordDisabled and version eq 3", true),
        ("roleScopeTagIds/any(t:t eq '7')", true),
        (
            "roleScopeTagIds/any(t:t eq '8' or startswith(t,'9'))",
            false,
        ),
        ("roleScopeTagIds/any()", true),
    ] {
        assert_eq!(passes(filter), Ok(expected), "{filter}");
    }
}

#[test]
fn what_cannot_be_meant_is_refused_with_a_reason() {
    for (filter, reason) in [
        ("", "ends where a property"),
        (
            "dispalyName eq 'x'",
            "Could not find a property named 'dispalyName'",
        ),
        ("version eq '3'", "whole number"),
        ("displayName eq 3", "text in single quotes"),
        ("displayName eq 'x", "closing quote"),
        ("displayName", "must be compared"),
        ("displayName like 'x'", "unknown operator 'like'"),
        ("tolower(displayName) eq 'x'", "unknown function 'tolower'"),
        ("hardwareConfigurationFormat eq 'abacus'", "one of 'dell'"),
        ("hardwareConfigurationFormat gt 'dell'", "use eq, ne or in"),
        ("createdDateTime gt '2026-01-31'", "without quotes"),
        ("(version eq 3", "')' was expected"),
        ("version eq 3)", "not expected"),
        ("contains(version,'3')", "needs a property that is a text"),
    ] {
        let error = passes(filter).unwrap_err();
        assert!(error.contains(reason), "{filter}: {error}");
    }
    assert!(passes(&"(".repeat(10_000)).unwrap_err().contains("nested"));
    assert!(
        passes(&format!("{}version eq 3", "not ".repeat(10_000)))
            .unwrap_err()
            .contains("nested")
    );
}
