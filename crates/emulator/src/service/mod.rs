//! The service: from a request to a reply, without a connection.

mod answers;
mod batch;
mod bodies;
mod cache;
pub(crate) mod collection;
mod control;
mod directory;
mod guard;
mod identity;
mod json;
mod links;
mod lists;
mod operations;
mod reads;
pub(crate) mod refusal;
mod render;
mod request;
mod signer;
mod throttle;
pub(crate) mod tokens;
mod writes;

use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use hyper::body::Bytes;
use hyper::header::{DATE, HeaderName};

use crate::clock::{Clock, RunningClock, Ticks};
use crate::faults::{Faults, Hits, Script, Wire};
use crate::http::{Call, Reply};
use crate::journal::{Exchange, Finding, Journal};
use crate::random::{GuidSource, mix};
use crate::settings::{Quirk, Settings};
use crate::spec::Spec;
use crate::tenant::Tenant;
use crate::tenant::live::LiveTenant;

use cache::Cache;
use refusal::{Refusal, RequestIds};
use signer::Signer;
use throttle::ThrottleState;
use tokens::Tokens;

const REQUEST_IDS: u64 = 0x2E;
const SKIP_TOKENS: u64 = 0x5C;
/// Enough for the orders of four million states.
const ORDER_CACHE_BYTES: usize = 16 << 20;
const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");

/// Called with every request, once it is answered.
#[derive(Clone)]
pub(crate) struct Log(pub(crate) Arc<dyn Fn(&Exchange) + Send + Sync>);

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Log")
    }
}

/// One emulated tenant and everything around it.
pub(crate) struct Service {
    pub(crate) spec: &'static Spec,
    settings: RwLock<Settings>,
    /// The settings as they were in the beginning.
    initial: Settings,
    /// The address that is listened on; unspecified for all of this machine.
    address: IpAddr,
    pub(crate) clock: RunningClock,
    tenant: RwLock<LiveTenant>,
    /// How often the tenant was changed.
    changes: AtomicU64,
    pages: Cache<Bytes>,
    orders: Cache<Arc<[u32]>>,
    pub(crate) tokens: Tokens,
    throttle: ThrottleState,
    pub(crate) faults: Faults,
    signer: Signer,
    script: Option<Script>,
    log: Option<Log>,
    pub(crate) journal: Journal,
    request_ids: GuidSource,
    skip_token_key: u64,
}

impl Service {
    pub(crate) fn new(
        tenant: Tenant,
        clock: Clock,
        settings: Settings,
        address: IpAddr,
        script: Option<Script>,
        log: Option<Log>,
    ) -> Result<Self, String> {
        let clock = RunningClock::new(clock);
        let seed = tenant.seed;
        Ok(Self {
            spec: Spec::load()?,
            tenant: RwLock::new(LiveTenant::new(tenant, clock.now())),
            changes: AtomicU64::new(0),
            pages: Cache::new(settings.page_cache_bytes),
            orders: Cache::new(ORDER_CACHE_BYTES),
            clock,
            tokens: Tokens::new(seed),
            throttle: ThrottleState::default(),
            faults: Faults::default(),
            signer: Signer::new()?,
            script,
            log,
            journal: Journal::new(settings.journal_size, settings.journal_bytes),
            initial: settings.clone(),
            settings: RwLock::new(settings),
            address,
            request_ids: GuidSource::new(mix(seed, REQUEST_IDS)),
            skip_token_key: mix(seed, SKIP_TOKENS),
        })
    }

    pub(crate) fn tenant(&self) -> RwLockReadGuard<'_, LiveTenant> {
        self.tenant.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn tenant_mut(&self) -> RwLockWriteGuard<'_, LiveTenant> {
        let tenant = self.tenant.write().unwrap_or_else(PoisonError::into_inner);
        self.changes.fetch_add(1, Ordering::Relaxed);
        tenant
    }

    /// Names a moment of the tenant, of which a reader holds the lock: two moments of the same name show the same.
    fn moment(&self, tenant: &LiveTenant, now: Ticks) -> String {
        let changes = self.changes.load(Ordering::Relaxed);
        match tenant.is_settled(now) {
            true => changes.to_string(),
            // Devices report as time goes by.
            false => format!("{changes} at {}", now.0),
        }
    }

    fn settings(&self) -> RwLockReadGuard<'_, Settings> {
        self.settings.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn settings_mut(&self) -> RwLockWriteGuard<'_, Settings> {
        self.settings
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts tenant and settings back to what they began as, and forgets requests and limits.
    pub(crate) fn reset(&self) {
        *self.settings_mut() = self.initial.clone();
        let seed = self.tenant().seed().clone();
        self.replace_tenant(seed);
    }

    /// Begins again with another tenant.
    pub(crate) fn replace_tenant(&self, seed: Tenant) {
        *self.tenant_mut() = LiveTenant::new(seed, self.clock.now());
        self.journal.clear();
        self.throttle.clear();
    }

    /// Answers a request and records it. Says also what is to happen to the connection.
    pub(crate) fn answer(&self, call: &Call) -> (Reply, Wire) {
        let now = self.clock.now();
        let ids = self.ids(call, now);
        if let Some(reply) = self.beside_graph(call, &ids) {
            return (reply, Wire::default());
        }
        let mut exchange = Exchange::begin(self.journal.number(), now, call, ids.request.clone());
        exchange
            .findings
            .extend(self.journal.early_retry(call, now));
        exchange.operation = self.operation(call).map(|operation| operation.id.clone());
        let scripted = self.script.as_ref().and_then(|script| script.effect(call));
        let operation = exchange.operation.as_deref();
        let hits = self.faults.hits(call, operation, scripted);
        exchange.fault = hits.names();
        let reply = match hits.instead(&ids) {
            Some(reply) => reply,
            None => hits.apply(
                call,
                self.without_faults(call, now, &ids, &hits, &mut exchange),
            ),
        };
        let reply = identified(reply, &ids);
        let wire = hits.wire(exchange.number);
        self.record(exchange, &reply, now);
        (reply, wire)
    }

    fn record(&self, mut exchange: Exchange, reply: &Reply, now: Ticks) {
        exchange.status = reply.status.as_u16();
        if let Some(Log(log)) = &self.log {
            log(&exchange);
        }
        self.journal.record(exchange, reply, now);
    }

    /// The reply to a request that is not for Graph: for the control API, or for a token.
    fn beside_graph(&self, call: &Call, ids: &RequestIds) -> Option<Reply> {
        let segments = call.segments()?;
        match &segments[..] {
            [root, resource] if root == control::ROOT => Some(
                self.guard(call)
                    .and_then(|()| self.control(call, resource))
                    .unwrap_or_else(|refusal| refusal.reply(ids, false)),
            ),
            _ => self.identity(call, &segments),
        }
    }

    fn without_faults(
        &self,
        call: &Call,
        now: Ticks,
        ids: &RequestIds,
        hits: &Hits,
        exchange: &mut Exchange,
    ) -> Reply {
        match self.carry_out(call, now, hits, exchange) {
            Ok(reply) => reply,
            Err(refusal) => {
                exchange
                    .findings
                    .push(Finding::Refused(refusal.message.clone()));
                refusal.reply(ids, self.settings().has(Quirk::IntuneErrors))
            }
        }
    }

    fn ids(&self, call: &Call, now: Ticks) -> RequestIds {
        let request = self.request_ids.next().to_string();
        let client = call
            .header("client-request-id")
            .map_or_else(|| request.clone(), str::to_owned);
        RequestIds {
            request,
            client,
            date: now,
            path: call.path().to_owned(),
        }
    }

    /// The reply to a request that cannot be read, because it is longer than `limit` bytes.
    pub(crate) fn too_large(&self, call: &Call, limit: usize) -> Reply {
        let now = self.clock.now();
        let ids = self.ids(call, now);
        let refusal = Refusal::too_large(format!(
            "The request body is longer than the {limit} bytes that are allowed."
        ));
        let mut exchange = Exchange::begin(self.journal.number(), now, call, ids.request.clone());
        exchange
            .findings
            .push(Finding::Refused(refusal.message.clone()));
        let reply = identified(refusal.reply(&ids, false), &ids);
        self.record(exchange, &reply, now);
        reply
    }
}

/// A reply that says which request it is for, and when it was made.
fn identified(reply: Reply, ids: &RequestIds) -> Reply {
    reply
        .with_header(REQUEST_ID, &ids.request)
        .with_header(CLIENT_REQUEST_ID, &ids.client)
        .with_header(DATE, &ids.date.http_date())
}
