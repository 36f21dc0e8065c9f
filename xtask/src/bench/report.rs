//! The results as a table for people and as JSON for programs.

use std::fmt::Write as _;

use anyhow::Result;
use serde_json::{Value, json};

use super::machine::Machine;
use super::quantity::{Comparison, Goal, Quantity, Subject, Unit};

/// The results as Markdown: first the goals, then the figures behind them.
pub(super) fn markdown(machine: &Machine, quantities: &[Quantity]) -> String {
    let mut text = format!(
        "{}, {} cores, {}, {}.\n\n",
        machine.date, machine.cores, machine.processor, machine.compiler
    );
    text.push_str("| what | compared | result | goal | met |\n| --- | --- | ---: | --- | --- |\n");
    for quantity in quantities {
        for comparison in &quantity.comparisons {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}", comparison_line(quantity, comparison));
        }
    }
    text.push_str(
        "\n| what | subject | median | from – to | runs |\n| --- | --- | ---: | --- | ---: |\n",
    );
    for quantity in quantities {
        for subject in &quantity.subjects {
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} – {} | {} |",
                quantity.what,
                subject.name,
                show(subject.median(), quantity.unit),
                show(subject.least(), quantity.unit),
                show(subject.most(), quantity.unit),
                subject.values.len(),
            );
        }
    }
    text
}

fn comparison_line(quantity: &Quantity, comparison: &Comparison) -> String {
    let figure = |value: f64| match comparison.baseline {
        Some(_) => format!("{}", (value * 1e3).round() / 1e3),
        None => show(value, quantity.unit),
    };
    let goal = match comparison.goal {
        None => String::new(),
        Some(Goal::AtMost(limit)) => format!("at most {}", figure(limit)),
        Some(Goal::AtLeast(limit)) => format!("at least {}", figure(limit)),
    };
    let met = match comparison.goal.map(|goal| goal.is_met(comparison.result)) {
        None => "",
        Some(true) => "yes",
        Some(false) => "**no**",
    };
    let compared = match &comparison.baseline {
        Some(baseline) => format!("{} / {baseline}", comparison.subject),
        None => comparison.subject.clone(),
    };
    let (what, result) = (&quantity.what, figure(comparison.result));
    format!("| {what} | {compared} | {result} | {goal} | {met} |")
}

/// A figure with its unit, to three digits or so.
fn show(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Seconds if value >= 1.0 => format!("{value:.2} s"),
        Unit::Seconds if value >= 1e-3 => format!("{:.2} ms", value * 1e3),
        Unit::Seconds => format!("{:.1} µs", value * 1e6),
        Unit::Bytes if value.abs() >= 1e6 => format!("{:.2} MB", value / 1e6),
        Unit::Bytes => format!("{:.1} kB", value / 1e3),
        Unit::Count if value >= 1e6 => format!("{:.2} million", value / 1e6),
        Unit::Count => format!("{value:.0}"),
        Unit::PerSecond => format!("{value:.0} /s"),
    }
}

/// The results as JSON: every value of every run.
pub(super) fn json(machine: &Machine, quantities: &[Quantity]) -> Result<String> {
    let quantities: Vec<Value> = quantities.iter().map(quantity_json).collect();
    let results = json!({
        "date": machine.date,
        "cores": machine.cores,
        "processor": machine.processor,
        "compiler": machine.compiler,
        "quantities": quantities,
    });
    Ok(serde_json::to_string_pretty(&results)?)
}

fn quantity_json(quantity: &Quantity) -> Value {
    let subject = |subject: &Subject| json!({ "name": subject.name, "median": subject.median(), "values": subject.values });
    let comparisons = quantity.comparisons.iter().map(|comparison| {
        json!({
            "subject": comparison.subject,
            "baseline": comparison.baseline,
            "result": comparison.result,
            "at_most": match comparison.goal { Some(Goal::AtMost(limit)) => Some(limit), _ => None },
            "at_least": match comparison.goal { Some(Goal::AtLeast(limit)) => Some(limit), _ => None },
            "met": comparison.goal.map(|goal| goal.is_met(comparison.result)),
        })
    });
    json!({
        "what": quantity.what,
        "unit": match quantity.unit {
            Unit::Seconds => "s",
            Unit::Count => "",
            Unit::Bytes => "bytes",
            Unit::PerSecond => "1/s",
        },
        "subjects": quantity.subjects.iter().map(subject).collect::<Vec<_>>(),
        "comparisons": comparisons.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine() -> Machine {
        Machine {
            date: "2024-02-29".into(),
            cores: 2,
            processor: "some processor".into(),
            compiler: "rustc 1.88.0".into(),
        }
    }

    fn time() -> Quantity {
        let mut time = Quantity::new("clean build", Unit::Seconds);
        for (subject, seconds) in [("facade", 30.0), ("facade", 32.0), ("other", 60.0)] {
            time.add(subject, seconds);
        }
        time.ratio("facade", "other", Some(Goal::AtMost(0.45)))
            .unwrap()
    }

    #[test]
    fn a_goal_that_is_missed_stands_out() {
        let text = markdown(&machine(), &[time()]);
        assert!(
            text.contains("| clean build | facade / other | 0.5 | at most 0.45 | **no** |"),
            "{text}"
        );
        assert!(
            text.contains("| clean build | facade | 31.00 s | 30.00 s – 32.00 s | 2 |"),
            "{text}"
        );
    }

    #[test]
    fn json_has_every_value() {
        let value: Value = serde_json::from_str(&json(&machine(), &[time()]).unwrap()).unwrap();
        assert_eq!(value["quantities"][0]["subjects"][0]["values"][1], 32.0);
        assert_eq!(value["quantities"][0]["comparisons"][0]["met"], false);
    }
}
