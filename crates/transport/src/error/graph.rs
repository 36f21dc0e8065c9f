//! What Graph says of an error, in every shape that it is said.

use http::{HeaderMap, header};
use serde_json::{Map, Value};

use super::echo::Echo;
use crate::response::Metadata;

/// A message is cut here: it is for a person, and an error must stay small.
const LONGEST_TEXT: usize = 1000;

/// More nested inner errors and details than this are not kept.
const MOST_ENTRIES: usize = 20;

/// The service's own account of an error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct GraphError {
    /// The code to branch on, such as `Forbidden`. Empty when the service gave none.
    pub code: String,
    /// The message, for people. Empty when the service gave none.
    pub message: String,
    /// What the error is about, such as the name of a property.
    pub target: Option<String>,
    /// Further errors.
    pub details: Vec<GraphErrorDetail>,
    /// The codes of the inner errors, the outermost first.
    pub inner_codes: Vec<String>,
    /// Intune's id of the activity, for its support.
    pub activity_id: Option<String>,
    /// Intune's phrase for the error (`CustomApiErrorPhrase`), such as `DeletionInProgress`.
    pub phrase: Option<String>,
    /// Intune's own `RetryAfter` as it wrote it. It counts when no header asks for a wait.
    pub(crate) retry_after: Option<String>,
}

/// One of several errors of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct GraphErrorDetail {
    /// The code to branch on.
    pub code: String,
    /// The message, for people.
    pub message: String,
    /// What the error is about.
    pub target: Option<String>,
}

impl GraphError {
    /// Whether the service says that it has no such operation, as it does for some that its documentation lists.
    ///
    /// These come with a general code, so that the text is all there is to go by.
    pub(crate) fn is_missing_route(&self) -> bool {
        let message = self.message.to_ascii_lowercase();
        [
            "no method match route template",
            "no odata route exists that match template",
            "resource not found for the segment",
        ]
        .iter()
        .any(|text| message.contains(text))
    }

    /// Takes out what the service quotes of the request.
    fn hide(&mut self, echo: &Echo) {
        let details = self.details.iter_mut().flat_map(|detail| {
            [&mut detail.code, &mut detail.message]
                .into_iter()
                .chain(&mut detail.target)
        });
        [&mut self.code, &mut self.message]
            .into_iter()
            .chain(&mut self.target)
            .chain(&mut self.inner_codes)
            .chain(&mut self.activity_id)
            .chain(&mut self.phrase)
            .chain(details)
            .for_each(|text| *text = echo.hide(text).into_owned());
    }
}

/// Reads the body of an error. Ids and dates that are not in the headers are added to `metadata`.
///
/// `None` when the body says nothing that can be read; then [`describe`] tells what it is.
pub(crate) fn parse(body: &[u8], metadata: &mut Metadata, echo: &Echo) -> Option<GraphError> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let Ok(Value::Object(root)) = serde_json::from_slice(body) else {
        return None;
    };
    let mut error = match get(&root, "error").or_else(|| get(&root, "odata.error")) {
        Some(Value::Object(error)) => read(error, metadata),
        // As token services and gateways write it: `{"error": "code", "error_description": "…"}`.
        Some(Value::String(code)) => GraphError {
            code: line(code),
            message: text(&root, "error_description").unwrap_or_default(),
            ..GraphError::default()
        },
        _ => read(&root, metadata),
    };
    // Outside of `error`, beside it, or as the whole body.
    take_intune(&root, &mut error);
    unwrap_intune(&mut error);
    error.hide(echo);
    (error != GraphError::default()).then_some(error)
}

fn read(error: &Map<String, Value>, metadata: &mut Metadata) -> GraphError {
    let mut inner_codes = Vec::new();
    let mut next = inner_of(error);
    while let Some(inner) = next {
        let fill = |slot: &mut Option<String>, name| {
            if slot.is_none() {
                *slot = text(inner, name);
            }
        };
        fill(&mut metadata.request_id, "request-id");
        fill(&mut metadata.client_request_id, "client-request-id");
        fill(&mut metadata.date, "date");
        if let Some(code) = text(inner, "code") {
            inner_codes.push(code);
        }
        next = inner_of(inner).filter(|_| inner_codes.len() < MOST_ENTRIES);
    }
    let details = match get(error, "details") {
        Some(Value::Array(details)) => details
            .iter()
            .filter_map(Value::as_object)
            .take(MOST_ENTRIES)
            .map(|detail| GraphErrorDetail {
                code: text(detail, "code").unwrap_or_default(),
                message: line(&message_of(detail)),
                target: text(detail, "target"),
            })
            .collect(),
        _ => Vec::new(),
    };
    let mut read = GraphError {
        code: text(error, "code").unwrap_or_default(),
        message: message_of(error),
        target: text(error, "target"),
        details,
        inner_codes,
        ..GraphError::default()
    };
    take_intune(error, &mut read);
    read
}

/// Takes Intune's own members, where they are not known yet.
fn take_intune(object: &Map<String, Value>, error: &mut GraphError) {
    let fill = |slot: &mut Option<String>, name| {
        if slot.is_none() {
            *slot = text(object, name);
        }
    };
    fill(&mut error.phrase, "CustomApiErrorPhrase");
    fill(&mut error.retry_after, "RetryAfter");
}

/// `message` is text, or an object with the text as `value`.
fn message_of(error: &Map<String, Value>) -> String {
    match get(error, "message") {
        Some(Value::String(message)) => message.clone(),
        Some(Value::Object(message)) => text(message, "value").unwrap_or_default(),
        _ => String::new(),
    }
}

fn inner_of(error: &Map<String, Value>) -> Option<&Map<String, Value>> {
    get(error, "innererror")?.as_object()
}

/// JSON within JSON within `message` is unwrapped this often.
const DEEPEST: usize = 4;

/// Labels at which Intune's message ends: what follows is ids, a URL that may hold a query, and the phrase.
const LABELS: [&str; 4] = [
    " - Operation ID",
    " - Activity ID",
    " - Url:",
    " - CustomApiErrorPhrase:",
];

/// Takes the message, the activity id and the phrase out of the JSON text that Intune puts inside `message`, once or
/// several times over, and out of the plain text in it.
fn unwrap_intune(error: &mut GraphError) {
    for _ in 0..DEEPEST {
        let Ok(Value::Object(wrapped)) = serde_json::from_str(error.message.trim()) else {
            break;
        };
        take_intune(&wrapped, error);
        // JSON of another make stays out of the message as well: it is not for people.
        error.message = match get(&wrapped, "Message") {
            Some(Value::String(message)) => message.clone(),
            _ => String::new(),
        };
    }
    if serde_json::from_str::<Map<String, Value>>(error.message.trim()).is_ok() {
        error.message.clear();
    }
    error.activity_id = after(&error.message, "Activity ID: ");
    let phrase = after(&error.message, "CustomApiErrorPhrase: ");
    error.phrase = error.phrase.take().or(phrase);
    let end = LABELS
        .iter()
        .filter_map(|label| error.message.find(label))
        .min()
        .unwrap_or(error.message.len());
    error.message.truncate(end);
    error.message = line(&error.message);
}

/// The word after a label.
fn after(message: &str, label: &str) -> Option<String> {
    let (_, rest) = message.split_once(label)?;
    let word = rest.split_whitespace().next()?;
    Some(line(word))
}

/// A member by name, in any case: `innererror`, `innerError` and `Date`, `date` all occur.
fn get<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.get(name).or_else(|| {
        object
            .iter()
            .find_map(|(key, value)| key.eq_ignore_ascii_case(name).then_some(value))
    })
}

/// A member that is text and not empty, as one line. A number counts as text.
fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    let text = match get(object, name)? {
        Value::String(text) => line(text),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Text as one line of bounded length, without control characters and the queries of links.
fn line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        // The query of a link may hold what a continuation does, and filters with people's names.
        let shown = match word.contains("://") {
            true => word.split('?').next().unwrap_or(word),
            false => word,
        };
        line.push_str(shown);
        if line.len() > LONGEST_TEXT {
            let end = (0..=LONGEST_TEXT)
                .rev()
                .find(|end| line.is_char_boundary(*end));
            line.truncate(end.unwrap_or(0));
            line.push('…');
            break;
        }
    }
    line
}

/// Says what a body is that no error could be read from, without showing its content.
pub(crate) fn describe(body: &[u8], headers: &HeaderMap) -> String {
    if body.is_empty() {
        return "the service gave no reason".to_owned();
    }
    let media = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .map_or_else(|| "no content type".to_owned(), line);
    match html_title(body) {
        Some(title) => format!(
            "the answer is a web page, \"{title}\", and not Graph's: is there a proxy in between?"
        ),
        None => format!("the reason cannot be read ({media}, {} bytes)", body.len()),
    }
}

/// The title of a web page.
fn html_title(body: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(body.get(..4096).unwrap_or(body)).into_owned();
    // ASCII lower case keeps every byte's place.
    let lower = start.to_ascii_lowercase();
    if !lower.contains("<html") && !lower.contains("<!doctype html") {
        return None;
    }
    let title = (|| {
        let open = lower.find("<title")?;
        let from = open + lower.get(open..)?.find('>')? + 1;
        let to = from + lower.get(from..)?.find("</title")?;
        start.get(from..to).map(line)
    })();
    let title = title
        .filter(|title| !title.is_empty())
        .unwrap_or_else(|| "untitled".to_owned());
    Some(title.chars().take(100).collect())
}

#[cfg(test)]
#[path = "graph_tests.rs"]
mod tests;
