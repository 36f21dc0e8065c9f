//! The service on a socket.

mod connection;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::header::HOST;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::faults::{Reset, Wire};
use crate::http::{Call, Reply};
use crate::service::Service;
use connection::{ReplyBody, ResetSwitch, Resettable};

/// The longest body that is read; Graph takes 4 MB.
const LONGEST_BODY: usize = 4 * 1024 * 1024;

/// Accepts connections until it is dropped, and all connections with it.
pub(crate) async fn serve(listener: TcpListener, service: Arc<Service>, address: SocketAddr) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                // A connection that failed before it was accepted concerns its client only.
                if let Ok((stream, _)) = accepted {
                    connections.spawn(connection(stream, Arc::clone(&service), address));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, service: Arc<Service>, address: SocketAddr) {
    // Without this, a reply of several writes waits for acknowledgements.
    let _ = stream.set_nodelay(true);
    let switch = ResetSwitch::default();
    let mut stream = Resettable {
        stream,
        switch: switch.clone(),
    };
    let handler = service_fn(|request| {
        let (service, switch) = (Arc::clone(&service), switch.clone());
        async move {
            let (reply, wire) = answer(&service, request, address).await;
            tokio::time::sleep(wire.delay).await;
            response(reply, wire.reset, switch)
        }
    });
    let http = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(&mut stream), handler);
    // What goes wrong on a connection is the client's to notice.
    let _ = http.await;
    if switch.is_on() {
        // Closing without lingering sends a reset in place of a farewell.
        let _ = stream.stream.set_zero_linger();
    }
}

async fn answer(
    service: &Service,
    request: Request<Incoming>,
    address: SocketAddr,
) -> (Reply, Wire) {
    let (head, body) = request.into_parts();
    let host = head.headers.get(HOST).and_then(|host| host.to_str().ok());
    let mut call = Call {
        method: head.method,
        target: head
            .uri
            .path_and_query()
            .map_or("/", |target| target.as_str())
            .to_owned(),
        origin: format!(
            "http://{}",
            host.map_or_else(|| address.to_string(), str::to_owned)
        ),
        headers: head.headers,
        body: Vec::new(),
    };
    match Limited::new(body, LONGEST_BODY).collect().await {
        Ok(body) => call.body = body.to_bytes().to_vec(),
        Err(error) if error.is::<LengthLimitError>() => {
            return (service.too_large(&call, LONGEST_BODY), Wire::default());
        }
        // The client went away while sending, and nobody will read the answer.
        Err(_) => {}
    }
    service.answer(&call)
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
