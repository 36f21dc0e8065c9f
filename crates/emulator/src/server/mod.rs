//! The service on a socket.

mod connection;
#[cfg(feature = "tls")]
pub(crate) mod tls;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
#[cfg(feature = "tls")]
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper::{Request, Response};
#[cfg(feature = "tls")]
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::faults::{Reset, Then, Wire};
use crate::http::{Call, Reply};
use crate::journal::Finding;
use crate::service::Service;
use connection::{HEAD_START, RawAnswer, ReplyBody, ResetSwitch, Resettable};

/// The longest body that is read; Graph takes 4 MB.
const LONGEST_BODY: usize = 4 * 1024 * 1024;

/// How long to wait after a connection could not be accepted.
const ACCEPT_AGAIN: Duration = Duration::from_millis(50);

/// What all connections share.
pub(crate) struct Server {
    pub(crate) service: Arc<Service>,
    /// Scheme, host and port, for clients that send no `Host`.
    pub(crate) root: String,
    #[cfg(feature = "tls")]
    pub(crate) tls: Option<tls::Tls>,
}

/// Accepts connections until it is dropped, and all connections with it.
pub(crate) async fn serve(listener: TcpListener, server: Arc<Server>) {
    let mut connections = JoinSet::new();
    let mut number = 0;
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                match accepted {
                    Ok((stream, _)) => {
                        number += 1;
                        connections.spawn(connection(stream, number, Arc::clone(&server)));
                    }
                    // Without files left, the next try would fail at once, and so on.
                    Err(_) => tokio::time::sleep(ACCEPT_AGAIN).await,
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, number: u64, server: Arc<Server>) {
    // Without this, a reply of several writes waits for acknowledgements.
    let _ = stream.set_nodelay(true);
    let switch = ResetSwitch::default();
    let handler = Handler {
        server: Arc::clone(&server),
        connection: number,
        switch: switch.clone(),
    };
    let mut stream = Resettable {
        stream,
        switch: switch.clone(),
    };
    #[cfg(feature = "tls")]
    match &server.tls {
        // A client that does not trust the certificate goes away by itself.
        Some(tls) => {
            if let Ok(mut stream) = tls.acceptor.accept(&mut stream).await {
                match stream.get_ref().1.alpn_protocol() {
                    Some(tls::HTTP_2) => http_2(stream, &handler).await,
                    _ => handler.converse(&mut stream).await,
                }
            }
        }
        None => handler.converse(&mut stream).await,
    }
    #[cfg(not(feature = "tls"))]
    handler.converse(&mut stream).await;
    if switch.is_on() {
        // Closing without lingering sends a reset in place of a farewell.
        let _ = stream.stream.set_zero_linger();
    }
}

/// What a connection does with a request.
#[derive(Clone)]
struct Handler {
    server: Arc<Server>,
    connection: u64,
    switch: ResetSwitch,
}

impl Handler {
    async fn handle(self, request: Request<Incoming>) -> io::Result<Response<ReplyBody>> {
        let (head, body) = request.into_parts();
        let call = Call::new(head, &self.server.root, self.connection);
        let service = &self.server.service;
        let (reply, wire) = answer(service, call, body).await?;
        if !wire.delay.is_zero() {
            let patience = Patience::of(service, wire.exchange);
            tokio::time::sleep(wire.delay).await;
            patience.was_enough();
        }
        if let Some(raw) = wire.raw {
            let exchange = wire.exchange;
            self.switch.take_over(RawAnswer { raw, exchange });
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        response(reply, wire.reset, self.switch)
    }

    /// HTTP/1.1, and raw bytes in between.
    async fn converse<S: AsyncRead + AsyncWrite + Unpin>(&self, stream: &mut S) {
        loop {
            let handle = service_fn(|request| self.clone().handle(request));
            // What goes wrong on a connection is the client's to notice.
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .serve_connection(TokioIo::new(&mut *stream), handle)
                .await;
            let Some(RawAnswer { raw, exchange }) = self.switch.taken_over() else {
                return;
            };
            let service = &self.server.service;
            if raw.send(stream, &service.clock).await.is_err() {
                return service.journal.add_finding(exchange, Finding::HungUp);
            }
            match raw.then {
                Then::KeepOpen => {}
                Then::Close => {
                    let _ = stream.shutdown().await;
                    return;
                }
                Then::Reset => {
                    tokio::time::sleep(HEAD_START).await;
                    return self.switch.now();
                }
                Then::Stall => {
                    // Whatever else is sent: what is waited for is the end.
                    while stream
                        .read(&mut [0; 1_024])
                        .await
                        .is_ok_and(|read| read > 0)
                    {}
                    return service.journal.add_finding(exchange, Finding::HungUp);
                }
            }
        }
    }
}

/// Notes that the client hung up, when it is dropped before the answer was ready.
struct Patience<'s> {
    service: &'s Service,
    exchange: Option<u64>,
}

impl<'s> Patience<'s> {
    fn of(service: &'s Service, exchange: u64) -> Self {
        Self {
            service,
            exchange: Some(exchange),
        }
    }

    fn was_enough(mut self) {
        self.exchange = None;
    }
}

impl Drop for Patience<'_> {
    fn drop(&mut self) {
        if let Some(exchange) = self.exchange {
            self.service.journal.add_finding(exchange, Finding::HungUp);
        }
    }
}

#[cfg(feature = "tls")]
async fn http_2<S: AsyncRead + AsyncWrite + Unpin>(stream: S, handler: &Handler) {
    let handler = handler.clone();
    let _ = http2::Builder::new(TokioExecutor::new())
        .timer(TokioTimer::new())
        .serve_connection(
            TokioIo::new(stream),
            service_fn(move |request| handler.clone().handle(request)),
        )
        .await;
}

/// Reads the body of a request and answers it. Fails when the body does not come whole.
pub(crate) async fn answer<B>(
    service: &Service,
    mut call: Call,
    body: B,
) -> io::Result<(Reply, Wire)>
where
    B: Body,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    match Limited::new(body, LONGEST_BODY).collect().await {
        Ok(body) => call.body = body.to_bytes().to_vec(),
        Err(error) if error.is::<LengthLimitError>() => {
            return Ok((service.too_large(&call, LONGEST_BODY), Wire::default()));
        }
        // The client went away while sending: what it wanted is not known, and nobody will read the answer.
        Err(_) => return Err(io::ErrorKind::UnexpectedEof.into()),
    }
    Ok(service.answer(&call))
}

fn response(
    reply: Reply,
    reset: Option<Reset>,
    switch: ResetSwitch,
) -> io::Result<Response<ReplyBody>> {
    let body = match reset {
        None => ReplyBody::whole(reply.body),
        Some(Reset::Before) => {
            switch.now();
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        Some(Reset::Inside) => ReplyBody::cut(reply.body, switch),
        Some(Reset::After) => ReplyBody::before_reset(reply.body, switch),
    };
    let mut response = Response::new(body);
    *response.status_mut() = reply.status;
    *response.headers_mut() = reply.headers;
    Ok(response)
}
