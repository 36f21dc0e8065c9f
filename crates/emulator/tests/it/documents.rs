//! Holds the documentation to the tests.

/// The sources of the tests that a line of the page may name.
const TESTS: [&str; 12] = [
    include_str!("access.rs"),
    include_str!("batch.rs"),
    include_str!("conformance.rs"),
    include_str!("control.rs"),
    include_str!("faults.rs"),
    include_str!("odata.rs"),
    include_str!("reads.rs"),
    include_str!("repeated.rs"),
    include_str!("rules.rs"),
    include_str!("secure.rs"),
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
