//! Holds the documentation to the tests, and to the emulator.

use intune_hardware_configurations_emulator::Emulator;
use serde_json::{Value, json};

use crate::client::ask;

/// The sources of the tests that a line of the page may name.
const TESTS: [&str; 17] = [
    include_str!("access.rs"),
    include_str!("batch.rs"),
    include_str!("bodies.rs"),
    include_str!("conformance.rs"),
    include_str!("control.rs"),
    include_str!("directory.rs"),
    include_str!("faults.rs"),
    include_str!("guard.rs"),
    include_str!("odata.rs"),
    include_str!("reads.rs"),
    include_str!("repeated.rs"),
    include_str!("rules.rs"),
    include_str!("secure.rs"),
    include_str!("setup.rs"),
    include_str!("states.rs"),
    include_str!("switches.rs"),
    include_str!("writes.rs"),
];

#[test]
fn every_difference_from_graph_is_held_by_a_test() {
    let page = include_str!("../../docs/differences.md");
    let mut lines = 0;
    for line in page
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| what"))
    {
        let Some(test) = line.trim_end_matches(" |").rsplit("| ").next() else {
            continue;
        };
        if test.starts_with("---") {
            continue;
        }
        let name = test.trim_matches('`');
        let declaration = format!("fn {name}(");
        assert!(
            TESTS.iter().any(|source| source.contains(&declaration)),
            "no test is called {name}: {line}"
        );
        lines += 1;
    }
    assert!(lines >= 10, "the page has lost its lines");
}

/// The cells of all lines of tables that begin with code.
fn rows(page: &str) -> Vec<Vec<&str>> {
    let lines = page.lines().filter(|line| line.starts_with("| `"));
    let cells = lines.map(|line| line.trim_matches('|').split("|"));
    cells
        .map(|cells| cells.map(|cell| cell.trim_matches([' ', '`'])).collect())
        .collect()
}

#[tokio::test]
async fn the_page_about_the_control_api_is_true() {
    let page = include_str!("../../docs/control.md");
    let emulator = Emulator::start().await.unwrap();
    let send = async |method, resource: &str, body: &Value| {
        let request = ask(&emulator, method, &format!("//_emulator/{resource}"));
        let request = if body.is_null() {
            request
        } else {
            request.json(body)
        };
        request.send().await
    };
    let blocks = page.split("```json\n").skip(1);
    let blocks =
        blocks.map(|block| serde_json::from_str(block.split("```").next().unwrap()).unwrap());
    let [tenant, faults @ ..]: &[Value] = &blocks.collect::<Vec<_>>()[..] else {
        panic!("the page has lost its examples")
    };
    send("PUT", "seed", tenant).await.expect(204);
    assert_eq!(emulator.configurations(), ["boot", "dock"]);
    for fault in faults {
        send("POST", "faults", fault).await.expect(204);
    }

    let mut resources = String::new();
    let mut effects = 0;
    for row in rows(page) {
        let [first, rest @ ..] = &row[..] else {
            continue;
        };
        let Some((method, resource)) = first
            .split_once(' ')
            .filter(|(method, _)| method.chars().all(char::is_uppercase))
        else {
            let effect: Value = serde_json::from_str(first).unwrap();
            send("POST", "faults", &json!({ "effect": effect }))
                .await
                .expect(204);
            effects += 1;
            continue;
        };
        resources.push_str(&format!("{method} {resource};"));
        let body = match rest[0] {
            "a tenant, see below" => tenant.clone(),
            "a rule, see below" => faults[0].clone(),
            "" => Value::Null,
            body => serde_json::from_str(body).unwrap_or_else(|error| panic!("{body}: {error}")),
        };
        let method = ["GET", "POST", "PUT", "PATCH", "DELETE"]
            .into_iter()
            .find(|known| *known == method);
        let answer = send(method.unwrap(), resource, &body).await;
        assert!(answer.status.is_success(), "{row:?}: {answer:?}");
    }
    assert_eq!(
        effects, 18,
        "one line for each effect, and one more for raw bytes that are slow"
    );
    let missing = send("GET", "nothing", &Value::Null)
        .await
        .expect(404)
        .message();
    for resource in [
        "health",
        "reset",
        "seed",
        "clock",
        "transitions",
        "faults",
        "settings",
        "tokens",
        "journal",
    ] {
        assert!(
            missing.contains(resource) && resources.contains(&format!(" {resource};")),
            "{resource}"
        );
    }
}
