//! The service on a socket.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::HOST;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::http::{Call, Reply};
use crate::service::Service;

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
    let handler = service_fn(|request| {
        let service = Arc::clone(&service);
        async move { Ok::<_, Infallible>(response(answer(&service, request, address).await)) }
    });
    // What goes wrong on a connection is the client's to notice.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), handler)
        .await;
}

async fn answer(service: &Service, request: Request<Incoming>, address: SocketAddr) -> Reply {
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
            return service.too_large(&call, LONGEST_BODY);
        }
        // The client went away while sending, and nobody will read the answer.
        Err(_) => {}
    }
    service.answer(&call)
}

fn response(reply: Reply) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(reply.body)));
    *response.status_mut() = reply.status;
    *response.headers_mut() = reply.headers;
    response
}
