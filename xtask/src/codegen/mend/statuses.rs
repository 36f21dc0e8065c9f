//! What the mends of responses leave out or state otherwise: said, so that nothing vanishes without a word.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::codegen::document::for_each_operation;

/// More operations than these are counted and not named.
const NAMED: usize = 3;

/// The statuses that each operation documents, by its method and path.
pub(super) type Documented = BTreeMap<String, Vec<String>>;

pub(super) fn documented(document: &mut Value) -> Documented {
    let mut documented = Documented::new();
    for_each_operation(document, |path, method, operation| {
        let statuses = operation.get("responses").and_then(Value::as_object);
        let statuses = statuses
            .into_iter()
            .flatten()
            .map(|(status, _)| status.clone());
        documented.insert(
            format!("{} {path}", method.to_uppercase()),
            statuses.collect(),
        );
    });
    documented
}

/// A line for each status of upstream's that is not stated as it was, with the operations that it concerns.
pub(super) fn told(before: &Documented, after: &Documented) -> Vec<String> {
    let mut by_what: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (operation, old) in before {
        let new = after.get(operation).map_or(&[][..], Vec::as_slice);
        for status in old.iter().filter(|status| !new.contains(status)) {
            by_what
                .entry(what(status, new))
                .or_default()
                .push(operation);
        }
        for status in new.iter().filter(|status| is_stated_anew(status, old)) {
            let what = format!("response {status} is stated, which upstream does not have");
            by_what.entry(what).or_default().push(operation);
        }
    }
    let lines = by_what.into_iter().map(|(what, operations)| {
        if operations.len() > NAMED {
            format!("{what} ({} operations)", operations.len())
        } else {
            format!("{what} ({})", operations.join(", "))
        }
    });
    lines.collect()
}

fn what(status: &str, new: &[String]) -> String {
    if status == "2XX" && !new.is_empty() {
        return format!("response 2XX is stated as {}", new.join(" or "));
    }
    if status.starts_with('2') {
        return format!(
            "response {status} is left out; the specification has {}",
            match new {
                [] => "none".to_owned(),
                _ => new.join(" or "),
            }
        );
    }
    format!("response {status} is left out: errors are stated alike for all operations")
}

/// An exact status where upstream has a range is a spelling of the range.
fn is_stated_anew(status: &String, old: &[String]) -> bool {
    let range = format!("{}XX", status.get(..1).unwrap_or_default());
    !old.contains(status) && !old.contains(&range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documented(operations: &[(&str, &[&str])]) -> Documented {
        let entry = |(name, statuses): &(&str, &[&str])| {
            let statuses = statuses.iter().map(|status| (*status).to_owned());
            ((*name).to_owned(), statuses.collect())
        };
        operations.iter().map(entry).collect()
    }

    #[test]
    fn no_status_goes_without_a_word() {
        let before = documented(&[
            ("GET /a", &["2XX", "4XX"]),
            ("POST /a/do", &["200", "202"]),
            ("PATCH /a", &["200", "204"]),
        ]);
        let after = documented(&[
            ("GET /a", &["200"]),
            ("POST /a/do", &["200", "204"]),
            ("PATCH /a", &["200"]),
        ]);
        assert_eq!(
            told(&before, &after),
            [
                "response 202 is left out; the specification has 200 or 204 (POST /a/do)",
                "response 204 is left out; the specification has 200 (PATCH /a)",
                "response 204 is stated, which upstream does not have (POST /a/do)",
                "response 2XX is stated as 200 (GET /a)",
                "response 4XX is left out: errors are stated alike for all operations (GET /a)",
            ]
        );
        assert_eq!(told(&before, &before), [""; 0]);
    }
}
