//! One row of the table: a name, what happens, what must come out.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use msgraph_transport::clock::{Clock, VirtualClock};
use msgraph_transport::{
    AccessToken, CallOptions, Credential, Error, ErrorKind, Operation, Transport, TransportBuilder,
};

use crate::action::{Action, GET, act};
use crate::secrets::{self, TOKEN_SECRET};
use crate::server::{Reply, Seen, Server};

type Configure = Box<dyn FnOnce(TransportBuilder) -> TransportBuilder>;
type Check = Box<dyn FnOnce(&Outcome)>;

/// What the credential does.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Tokens {
    /// A new one each time.
    Fresh,
    Fixed,
    Fails,
    NeverComes,
}

/// What came out.
pub(crate) struct Outcome {
    /// The body; for pages the items, for a batch the results, separated by blanks.
    pub(crate) text: String,
    pub(crate) error: Option<Error>,
    pub(crate) seen: Vec<Seen>,
    pub(crate) waits: Vec<Duration>,
    pub(crate) tokens_asked: usize,
}

pub(crate) struct Case {
    pub(crate) name: &'static str,
    happens: &'static str,
    action: Action,
    replies: Vec<Reply>,
    tokens: Tokens,
    options: CallOptions,
    configure: Configure,
    checks: Vec<Check>,
    /// What is checked, in words.
    asserts: Vec<String>,
    has_own_checks: bool,
}

/// A row, begun with its name and what happens in it.
pub(crate) fn case(name: &'static str, happens: &'static str) -> Case {
    Case {
        name,
        happens,
        action: Action::Send(&GET),
        replies: Vec::new(),
        tokens: Tokens::Fresh,
        options: CallOptions::new(),
        configure: Box::new(|builder| builder),
        checks: Vec::new(),
        asserts: Vec::new(),
        has_own_checks: false,
    }
}

/// What happens.
impl Case {
    pub(crate) fn send(mut self, operation: &'static Operation) -> Self {
        self.action = Action::Send(operation);
        self
    }

    pub(crate) fn pages(mut self) -> Self {
        self.action = Action::Pages;
        self
    }

    pub(crate) fn resume(mut self, place: &str) -> Self {
        self.action = Action::Resume(place.to_owned());
        self
    }

    pub(crate) fn batch(mut self, items: usize) -> Self {
        self.action = Action::Batch(items);
        self
    }

    /// The answers in order. When they run out, the server answers 418.
    pub(crate) fn replies(mut self, replies: impl IntoIterator<Item = Reply>) -> Self {
        self.replies = replies.into_iter().collect();
        self
    }

    pub(crate) fn tokens(mut self, tokens: Tokens) -> Self {
        self.tokens = tokens;
        self
    }

    pub(crate) fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    pub(crate) fn configure(
        mut self,
        configure: impl FnOnce(TransportBuilder) -> TransportBuilder + 'static,
    ) -> Self {
        self.configure = Box::new(configure);
        self
    }
}

/// What must come out.
impl Case {
    /// Whatever has no words of its own here.
    pub(crate) fn check(mut self, check: impl FnOnce(&Outcome) + 'static) -> Self {
        self.has_own_checks = true;
        self.checks.push(Box::new(check));
        self
    }

    fn assert(mut self, words: String, check: impl FnOnce(&Outcome) + 'static) -> Self {
        self.asserts.push(words);
        self.checks.push(Box::new(check));
        self
    }

    pub(crate) fn gives(self, text: &'static str) -> Self {
        self.assert(format!("gives `{text}`"), move |outcome| {
            assert_eq!(outcome.text, text);
            assert!(outcome.error.is_none(), "{:?}", outcome.error);
        })
    }

    pub(crate) fn fails(self, kind: ErrorKind) -> Self {
        self.assert(format!("fails with `{}`", kind.name()), move |outcome| {
            assert_eq!(outcome.error().kind(), kind, "{:?}", outcome.error());
        })
    }

    /// Text of the error's line.
    pub(crate) fn says(self, text: &'static str) -> Self {
        self.assert(format!("says `{text}`"), move |outcome| {
            let line = outcome.error().to_string();
            assert!(line.contains(text), "{line:?} does not say {text:?}");
        })
    }

    /// The number of requests that arrived.
    pub(crate) fn sent(self, count: usize) -> Self {
        self.assert(format!("requests: {count}"), move |outcome| {
            assert_eq!(outcome.seen.len(), count, "requests: {:#?}", outcome.seen);
        })
    }

    /// The waits, in milliseconds.
    pub(crate) fn waited(self, waits: &'static [u64]) -> Self {
        self.assert(format!("waits in ms: {waits:?}"), move |outcome| {
            let millis: Vec<_> = outcome
                .waits
                .iter()
                .map(|wait| wait.as_millis() as u64)
                .collect();
            assert_eq!(millis, waits);
        })
    }

    pub(crate) fn tokens_asked(self, count: usize) -> Self {
        self.assert(format!("tokens: {count}"), move |outcome| {
            assert_eq!(outcome.tokens_asked, count, "tokens");
        })
    }

    /// What happens, and what must come out, in words.
    pub(crate) fn in_words(&self) -> (&'static str, String) {
        let mut asserts = self.asserts.clone();
        if self.has_own_checks {
            let more = if asserts.is_empty() {
                "checks of its own"
            } else {
                "and checks of its own"
            };
            asserts.push(more.to_owned());
        }
        (self.happens, asserts.join("; "))
    }
}

impl Outcome {
    pub(crate) fn error(&self) -> &Error {
        self.error
            .as_ref()
            .unwrap_or_else(|| panic!("it succeeded with {:?}", self.text))
    }
}

impl Case {
    /// Makes it happen, and looks at what comes out.
    pub(crate) async fn run(self) {
        println!("{:<58} {}", self.name, self.happens);
        let clock = VirtualClock::new();
        let evil = Server::start(&clock, "", |_| Reply::json(200, "{}")).await;
        let mut replies = self.replies.into_iter();
        let script = move |_: &Seen| replies.next().unwrap_or_else(|| Reply::json(418, "{}"));
        let server = Server::start(&clock, evil.root(), script).await;

        let asked = Arc::new(AtomicUsize::new(0));
        let credential = credential(self.tokens, &asked, &clock);
        let builder = Transport::builder(credential)
            .loopback_endpoint(server.root())
            .clock(clock.clone());
        let is_one_call = matches!(self.action, Action::Send(_));
        let transport = (self.configure)(builder).build().unwrap();
        let (text, error) = act(
            self.action,
            &transport,
            &self.options,
            server.root(),
            evil.root(),
        )
        .await;
        let outcome = Outcome {
            text,
            error,
            seen: server.seen(),
            waits: clock.waits(),
            tokens_asked: asked.load(Ordering::SeqCst),
        };

        secrets::note(&format!("{transport:?} {:?}", self.options));
        if let Some(error) = &outcome.error {
            secrets::note_error(error);
        }
        assert!(evil.seen().is_empty(), "a request went to the wrong server");
        if outcome.tokens_asked > 0 || self.tokens == Tokens::Fixed {
            assert_common(&outcome, is_one_call);
        }
        for check in self.checks {
            check(&outcome);
        }
    }
}

/// What holds for every request of every call.
fn assert_common(outcome: &Outcome, is_one_call: bool) {
    for seen in &outcome.seen {
        assert!(seen.headers["authorization"].contains(TOKEN_SECRET));
        // A client that follows redirects is the caller's own, and the row says what becomes of it.
        let is_redirected = outcome
            .error
            .as_ref()
            .is_some_and(|error| error.kind() == ErrorKind::Redirect);
        if is_one_call && !is_redirected {
            let first = &outcome.seen[0];
            assert_eq!(
                seen.headers["client-request-id"],
                first.headers["client-request-id"]
            );
            assert_eq!(
                (&seen.method, &seen.target, &seen.body),
                (&first.method, &first.target, &first.body)
            );
        }
        assert!(!seen.headers.contains_key("api-version"));
        assert!(seen.headers["user-agent"].contains("msgraph-transport/"));
    }
    if let Some(error) = &outcome.error {
        assert!(!error.to_string().contains('\n'));
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            assert!(
                !error.to_string().contains(&cause.to_string()),
                "{error} repeats {cause}"
            );
            source = cause.source();
        }
    }
}

fn credential(tokens: Tokens, asked: &Arc<AtomicUsize>, clock: &VirtualClock) -> Credential {
    if tokens == Tokens::Fixed {
        return Credential::fixed(TOKEN_SECRET);
    }
    let (asked, clock) = (Arc::clone(asked), clock.clone());
    Credential::from_fn(move |request| {
        let number = asked.fetch_add(1, Ordering::SeqCst) + 1;
        let clock = clock.clone();
        async move {
            match tokens {
                Tokens::Fails => return Err("the sign-in service is down".into()),
                Tokens::NeverComes => loop {
                    clock.advance(Duration::from_secs(1));
                    tokio::task::yield_now().await;
                },
                Tokens::Fresh | Tokens::Fixed => {}
            }
            let claims = request.claims.map_or("", |_| "-with-claims");
            let expires = clock.system_time() + Duration::from_secs(3600);
            Ok(AccessToken::new(format!("{TOKEN_SECRET}-{number}{claims}")).expires_on(expires))
        }
    })
}
