//! Which operations are selected.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use regex_lite::Regex;

use crate::error::{ErrorKind, Fault, Result};
use crate::glob::Pattern;
use crate::methods::{METHODS, is_token};

/// A condition on an operation, as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Filter {
    Path(String),
    Regex(String),
    OperationId(String),
    Tag(String),
    Method(String),
}

impl Filter {
    fn describe(&self) -> String {
        match self {
            Self::Path(text) => format!("the path pattern {text:?}"),
            Self::Regex(text) => format!("the regular expression {text:?}"),
            Self::OperationId(text) => format!("the operation id {text:?}"),
            Self::Tag(text) => format!("the tag {text:?}"),
            Self::Method(text) => format!("the method {text:?}"),
        }
    }
}

/// An operation, as far as conditions look at it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate<'a> {
    pub(crate) path: &'a str,
    pub(crate) method: &'a str,
    pub(crate) operation_id: Option<&'a str>,
    pub(crate) tags: &'a [&'a str],
}

#[derive(Debug)]
enum Test {
    Path {
        pattern: Pattern,
        method: Option<String>,
        /// The pattern with what looks like a method behind it: paths may have that as well.
        whole: Option<Pattern>,
    },
    Regex(Regex),
    OperationId(String),
    Tag(String),
    Method(String),
}

impl Test {
    fn new(filter: &Filter) -> Result<Self> {
        Ok(match filter {
            Filter::Path(text) => {
                let (pattern, method) = match text.rsplit_once('#') {
                    Some((pattern, method)) if is_token(method) => {
                        (pattern, Some(method.to_owned()))
                    }
                    _ => (text.as_str(), None),
                };
                let is_ambiguous = method.as_ref().is_some_and(|method| !has_field(method));
                Self::Path {
                    pattern: Pattern::new(pattern),
                    method,
                    whole: is_ambiguous.then(|| Pattern::new(text)),
                }
            }
            Filter::Regex(text) => Self::Regex(Regex::new(text).map_err(|error| {
                let message = format!("the regular expression {text:?} is malformed: {error}");
                Fault::new(ErrorKind::Selection, message)
            })?),
            Filter::OperationId(text) => Self::OperationId(text.clone()),
            Filter::Tag(text) => Self::Tag(text.clone()),
            Filter::Method(text) if is_token(text) => Self::Method(text.clone()),
            Filter::Method(text) => {
                let message = format!(
                    "expected a method ({}, …), got {text:?}",
                    METHODS.join(", ")
                );
                return Err(Fault::new(ErrorKind::Selection, message));
            }
        })
    }

    /// Whether some operation under this path may match; decided without parsing it.
    fn admits_path(&self, path: &str) -> bool {
        match self {
            Self::Path { pattern, whole, .. } => {
                let whole = whole.as_ref();
                pattern.matches(path) || whole.is_some_and(|whole| whole.matches(path))
            }
            Self::Regex(regex) => regex.is_match(path),
            Self::OperationId(_) | Self::Tag(_) | Self::Method(_) => true,
        }
    }

    /// The text that an operation which matches contains, if it is written plainly.
    fn needle(&self) -> Option<&str> {
        match self {
            Self::OperationId(text) | Self::Tag(text) => Some(text),
            Self::Path { .. } | Self::Regex(_) | Self::Method(_) => None,
        }
    }

    fn matches(&self, operation: Candidate<'_>) -> bool {
        match self {
            Self::Path {
                pattern,
                method,
                whole,
            } => {
                let is_method = |method: &String| method.eq_ignore_ascii_case(operation.method);
                let whole = whole.as_ref();
                (method.as_ref().is_none_or(is_method) && pattern.matches(operation.path))
                    || whole.is_some_and(|whole| whole.matches(operation.path))
            }
            Self::Regex(regex) => regex.is_match(operation.path),
            Self::OperationId(id) => operation.operation_id == Some(id),
            Self::Tag(tag) => operation.tags.contains(&tag.as_str()),
            Self::Method(method) => method.eq_ignore_ascii_case(operation.method),
        }
    }
}

/// Whether a method has a field of its own in a path item.
fn has_field(text: &str) -> bool {
    METHODS.iter().any(|name| name.eq_ignore_ascii_case(text))
}

/// What is known of a path before it is parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    /// None of its operations is selected.
    No,
    /// Some may be.
    Perhaps,
    /// All are.
    Wholly,
}

#[derive(Debug)]
struct Include {
    test: Test,
    described: String,
    path: Option<String>,
    used: AtomicBool,
}

/// The conditions of one run, ready to be asked.
#[derive(Debug)]
pub(crate) struct Selection {
    include: Vec<Include>,
    methods: Vec<Include>,
    exclude: Vec<Exclude>,
}

#[derive(Debug)]
struct Exclude {
    test: Test,
    described: String,
    /// Whether it may exclude nothing: a method of a name that nobody knows must exclude something.
    may_be_idle: bool,
    used: AtomicBool,
}

impl Exclude {
    fn new(filter: &Filter) -> Result<Self> {
        let test = Test::new(filter)?;
        Ok(Self {
            may_be_idle: !matches!(&test, Test::Method(method) if !has_field(method)),
            test,
            described: filter.describe(),
            used: AtomicBool::new(false),
        })
    }
}

impl Selection {
    pub(crate) fn new(include: &[Filter], exclude: &[Filter]) -> Result<Self> {
        let mut selection = Self {
            include: Vec::new(),
            methods: Vec::new(),
            exclude: exclude.iter().map(Exclude::new).collect::<Result<_>>()?,
        };
        for filter in include {
            let include = Include {
                test: Test::new(filter)?,
                described: filter.describe(),
                path: match filter {
                    Filter::Path(path) => Some(path.clone()),
                    _ => None,
                },
                used: AtomicBool::new(false),
            };
            match filter {
                Filter::Method(_) => selection.methods.push(include),
                _ => selection.include.push(include),
            }
        }
        Ok(selection)
    }

    /// Whether this path may be selected.
    pub(crate) fn admits(&self, path: &str) -> Admission {
        let is_whole =
            |test: &Test| matches!(test, Test::Path { method: None, .. } | Test::Regex(_));
        let mut tests = self.include.iter().map(|include| &include.test);
        if !self.admits_path(path) {
            Admission::No
        } else if self.methods.is_empty()
            && self.exclude.is_empty()
            && (self.include.is_empty()
                || tests.any(|test| is_whole(test) && test.admits_path(path)))
        {
            Admission::Wholly
        } else {
            Admission::Perhaps
        }
    }

    /// Whether some operation under this path may be selected.
    pub(crate) fn admits_path(&self, path: &str) -> bool {
        self.include.is_empty()
            || self
                .include
                .iter()
                .any(|include| include.test.admits_path(path))
    }

    /// The texts of which one is in every operation under `path` that may be selected; `None` if
    /// there are no such texts.
    pub(crate) fn needles(&self, path: &str) -> Option<Vec<&str>> {
        if self.include.is_empty() {
            return None;
        }
        self.include
            .iter()
            .filter(|include| include.test.admits_path(path))
            .map(|include| include.test.needle())
            .collect()
    }

    /// Whether this operation is selected.
    pub(crate) fn selects(&self, operation: Candidate<'_>) -> bool {
        let mut included = self.include.is_empty();
        for include in &self.include {
            if include.test.matches(operation) {
                included = true;
                include.used.store(true, Relaxed);
            }
        }
        let mut allowed = self.methods.is_empty();
        for method in &self.methods {
            if included && method.test.matches(operation) {
                allowed = true;
                method.used.store(true, Relaxed);
            }
        }
        let mut excluded = false;
        for exclude in &self.exclude {
            if exclude.test.matches(operation) {
                excluded = true;
                exclude.used.store(true, Relaxed);
            }
        }
        included && allowed && !excluded
    }

    /// Whether a path whose operations are in another document is selected.
    pub(crate) fn selects_unseen(&self, path: &str) -> bool {
        let mut included = self.include.is_empty();
        for include in &self.include {
            if let Test::Path { method: None, .. } | Test::Regex(_) = include.test
                && include.test.admits_path(path)
            {
                included = true;
                include.used.store(true, Relaxed);
            }
        }
        let excluded = self.exclude.iter().any(|exclude| match &exclude.test {
            test @ (Test::Path { method: None, .. } | Test::Regex(_)) => test.admits_path(path),
            _ => false,
        });
        included && self.methods.is_empty() && !excluded
    }

    /// Fails if some condition selected nothing, naming the paths nearest to it.
    pub(crate) fn check_used<'p>(&self, paths: impl Iterator<Item = &'p str>) -> Result<()> {
        let mut excludes = self.exclude.iter();
        let idle = excludes.find(|exclude| !exclude.may_be_idle && !exclude.used.load(Relaxed));
        if let Some(exclude) = idle {
            let message = format!(
                "{} excludes no operation: it is none of {}, and no operation on these paths has it",
                exclude.described,
                METHODS.join(", ")
            );
            return Err(Fault::new(ErrorKind::Selection, message));
        }
        let unused = self.include.iter().chain(&self.methods);
        let Some(unused) = unused
            .into_iter()
            .find(|include| !include.used.load(Relaxed))
        else {
            return Ok(());
        };
        let mut message = format!("{} selects no operation", unused.described);
        if let Some(path) = &unused.path {
            let nearest = nearest(path, paths);
            if !nearest.is_empty() {
                message.push_str("; the nearest paths are ");
                message.push_str(&nearest.join(", "));
            }
        }
        Err(Fault::new(ErrorKind::Selection, message))
    }
}

/// How many bytes of a path are compared, and how many paths at most: an error message must not
/// take longer than a slice.
const COMPARED_BYTES: usize = 160;
const COMPARED_PATHS: usize = 50_000;

/// The three paths nearest to a pattern, nearest first. A path that begins with the pattern, or is it but for a namespace in
/// its last segment (`/a/x.y.assign` for `/a/assign`), is nearer than any other, however long it is.
fn nearest<'p>(pattern: &str, paths: impl Iterator<Item = &'p str>) -> Vec<&'p str> {
    let plain = pattern.replace('*', "");
    let plain = plain.trim_end_matches('/');
    let mut ranked: Vec<(bool, usize, &str)> = paths
        .take(COMPARED_PATHS)
        .map(|path| {
            let is_far = !(path.starts_with(plain) || is_but_for_namespace(plain, path));
            (is_far, distance(plain, path), path)
        })
        .collect();
    ranked.sort_unstable();
    ranked.into_iter().take(3).map(|(.., path)| path).collect()
}

fn is_but_for_namespace(plain: &str, path: &str) -> bool {
    let (Some((above, last)), Some((other, namespaced))) =
        (plain.rsplit_once('/'), path.rsplit_once('/'))
    else {
        return false;
    };
    above == other
        && namespaced
            .strip_suffix(last)
            .is_some_and(|namespace| namespace.ends_with('.'))
}

/// The edit distance of two texts.
fn distance(left: &str, right: &str) -> usize {
    let cut = |text: &str| -> Vec<u8> {
        let lower = text.bytes().map(|byte| byte.to_ascii_lowercase());
        lower.take(COMPARED_BYTES).collect()
    };
    let (left, right) = (cut(left), cut(right));
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, a) in left.iter().enumerate() {
        let mut diagonal = index;
        let mut last = index + 1;
        if let Some(first) = row.first_mut() {
            *first = last;
        }
        for (b, cell) in right.iter().zip(row.iter_mut().skip(1)) {
            let substituted = diagonal + usize::from(a != b);
            diagonal = *cell;
            last = substituted.min(last + 1).min(*cell + 1);
            *cell = last;
        }
    }
    row.last().copied().unwrap_or_default()
}
