//! A quantity, measured several times for each of several subjects, and how they compare.

use anyhow::{Context as _, Result};

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Unit {
    Seconds,
    Count,
    Bytes,
    PerSecond,
}

/// One quantity of several subjects. The repetitions are interleaved, so the nth values of all subjects were measured
/// close together, and a disturbance of the machine hits them alike.
#[derive(Debug)]
pub(super) struct Quantity {
    pub(super) what: String,
    pub(super) unit: Unit,
    pub(super) subjects: Vec<Subject>,
    pub(super) comparisons: Vec<Comparison>,
}

/// The values of one subject.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) name: String,
    pub(super) values: Vec<f64>,
}

/// A subject against a baseline of the same run.
#[derive(Debug)]
pub(super) struct Comparison {
    pub(super) subject: String,
    /// `None` when the subject's own figure counts.
    pub(super) baseline: Option<String>,
    /// The ratio to the baseline, or the median without one.
    pub(super) result: f64,
    pub(super) goal: Option<Goal>,
}

/// What a comparison should come to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Goal {
    AtMost(f64),
    AtLeast(f64),
}

impl Goal {
    pub(super) fn is_met(self, result: f64) -> bool {
        match self {
            Self::AtMost(limit) => result <= limit,
            Self::AtLeast(limit) => result >= limit,
        }
    }
}

impl Quantity {
    pub(super) fn new(what: impl Into<String>, unit: Unit) -> Self {
        Self {
            what: what.into(),
            unit,
            subjects: Vec::new(),
            comparisons: Vec::new(),
        }
    }

    /// Adds a value to those of a subject.
    pub(super) fn add(&mut self, subject: &str, value: f64) {
        match self.subjects.iter_mut().find(|known| known.name == subject) {
            Some(known) => known.values.push(value),
            None => self.subjects.push(Subject {
                name: subject.to_owned(),
                values: vec![value],
            }),
        }
    }

    /// Compares a subject with a baseline: the median of the ratios of values that were measured together.
    pub(super) fn ratio(
        mut self,
        subject: &str,
        baseline: &str,
        goal: Option<Goal>,
    ) -> Result<Self> {
        let ours = self.values(subject)?;
        let theirs = self.values(baseline)?;
        let ratios: Vec<f64> = ours.iter().zip(theirs).map(|(a, b)| a / b).collect();
        self.comparisons.push(Comparison {
            subject: subject.to_owned(),
            baseline: Some(baseline.to_owned()),
            result: median(&ratios),
            goal,
        });
        Ok(self)
    }

    /// Holds the median of a subject against a limit of its own.
    pub(super) fn limit(mut self, subject: &str, goal: Goal) -> Result<Self> {
        let result = median(self.values(subject)?);
        self.comparisons.push(Comparison {
            subject: subject.to_owned(),
            baseline: None,
            result,
            goal: Some(goal),
        });
        Ok(self)
    }

    pub(super) fn meets_its_goals(&self) -> bool {
        self.comparisons.iter().all(|comparison| {
            comparison
                .goal
                .is_none_or(|goal| goal.is_met(comparison.result))
        })
    }

    fn values(&self, subject: &str) -> Result<&[f64]> {
        let known = self.subjects.iter().find(|known| known.name == subject);
        known
            .map(|known| known.values.as_slice())
            .with_context(|| format!("{}: {subject} was not measured", self.what))
    }
}

impl Subject {
    pub(super) fn median(&self) -> f64 {
        median(&self.values)
    }

    pub(super) fn least(&self) -> f64 {
        self.values.iter().copied().fold(f64::INFINITY, f64::min)
    }

    pub(super) fn most(&self) -> f64 {
        self.values
            .iter()
            .copied()
            .fold(f64::NEG_INFINITY, f64::max)
    }
}

/// The middle value, or the mean of the two in the middle; not a number when there is none.
fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        length if length % 2 == 0 => f64::midpoint(values[middle - 1], values[middle]),
        _ => values[middle],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_is_of_values_that_were_measured_together() {
        let mut time = Quantity::new("time", Unit::Seconds);
        // The second repetition met a busy machine: both took twice as long.
        for (ours, theirs) in [(1.0, 2.0), (2.0, 4.0), (1.1, 2.0)] {
            time.add("ours", ours);
            time.add("theirs", theirs);
        }
        let time = time
            .ratio("ours", "theirs", Some(Goal::AtMost(0.5)))
            .unwrap();
        let comparison = &time.comparisons[0];
        assert!((comparison.result - 0.5).abs() < 1e-9);
        assert!(comparison.goal.unwrap().is_met(comparison.result));
        assert!((time.subjects[0].median() - 1.1).abs() < 1e-9);
        assert!(time.ratio("ours", "nobody", None).is_err());
    }

    #[test]
    fn the_median_of_an_even_number_is_between() {
        assert!((median(&[4.0, 1.0, 3.0, 2.0]) - 2.5).abs() < 1e-9);
        assert!(median(&[]).is_nan());
    }
}
