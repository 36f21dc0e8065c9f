//! The service on a socket.

mod connection;
#[cfg(feature = "tls")]
pub(crate) mod tls;

use std::io;
use std::sync::Arc;

use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::header::HOST;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::faults::{Reset, Wire};
use crate::http::{Call, Reply};
use crate::service::Service;
use connection::{ReplyBody, ResetSwitch, Resettable};

/// The longest body that is read; Graph takes 4 MB.
const LONGEST_BODY: usize = 4 * 1024 * 1024;

/// What all connections share.
#[derive(Debug)]
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
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                // A connection that failed before it was accepted concerns its client only.
                if let Ok((stream, _)) = accepted {
                    connections.spawn(connection(stream, Arc::clone(&server)));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, server: Arc<Server>) {
    // Without this, a reply of several writes waits for acknowledgements.
    let _ = stream.set_nodelay(true);
    let switch = ResetSwitch::default();
    let mut stream = Resettable {
        stream,
        switch: switch.clone(),
    };
    #[cfg(feature = "tls")]
    match &server.tls {
        // A client that does not trust the certificate goes away by itself.
        Some(tls) => {
            if let Ok(stream) = tls.acceptor.accept(&mut stream).await {
                http(stream, &server, &switch).await;
            }
        }
        None => http(&mut stream, &server, &switch).await,
    }
    #[cfg(not(feature = "tls"))]
    http(&mut stream, &server, &switch).await;
    if switch.is_on() {
        // Closing without lingering sends a reset in place of a farewell.
        let _ = stream.stream.set_zero_linger();
    }
}

async fn http<S: AsyncRead + AsyncWrite + Unpin>(stream: S, server: &Server, switch: &ResetSwitch) {
    let handler = service_fn(|request| async move {
        let (reply, wire) = answer(server, request).await;
        if !wire.delay.is_zero() {
            tokio::time::sleep(wire.delay).await;
        }
        response(reply, wire.reset, switch.clone())
    });
    // What goes wrong on a connection is the client's to notice.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), handler)
        .await;
}

async fn answer(server: &Server, request: Request<Incoming>) -> (Reply, Wire) {
    let (head, body) = request.into_parts();
    let scheme = server.root.split("://").next().unwrap_or_default();
    let host = head.headers.get(HOST).and_then(|host| host.to_str().ok());
    let mut call = Call {
        method: head.method,
        target: head
            .uri
            .path_and_query()
            .map_or("/", |target| target.as_str())
            .to_owned(),
        origin: host.map_or_else(|| server.root.clone(), |host| format!("{scheme}://{host}")),
        headers: head.headers,
        body: Vec::new(),
    };
    match Limited::new(body, LONGEST_BODY).collect().await {
        Ok(body) => call.body = body.to_bytes().to_vec(),
        Err(error) if error.is::<LengthLimitError>() => {
            return (
                server.service.too_large(&call, LONGEST_BODY),
                Wire::default(),
            );
        }
        // The client went away while sending, and nobody will read the answer.
        Err(_) => {}
    }
    server.service.answer(&call)
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
