//! The loop that serves connections, and what happens around every request: its id, its origin, the
//! surface it is for, the headers of its answer, its line in the log.

use crate::asked::{Address, origin, request_id};
use crate::failure::Failure;
use crate::headers::protect;
use crate::host::{Surface, surface_of};
use crate::nowhere::nowhere;
use crate::tenant::Tenant;
use crate::web::Web;
use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::http::HeaderValue;
use axum::http::header::HeaderName;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;
use vestibule_kernel::Error;

/// A client that takes longer to send its headers is cut off.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// How long open requests may take after a signal to stop.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The routers behind the hosts.
#[derive(Debug, Clone)]
pub struct Surfaces {
    /// At the API's hosts.
    pub api: Router,
    /// At every other host.
    pub portal: Router,
}

impl Surfaces {
    /// The same, with responses that say which route they came from.
    fn telling_routes(self) -> Self {
        let telling = from_fn(tell_route);
        Self { api: self.api.layer(telling.clone()), portal: self.portal.layer(telling) }
    }
}

/// Only inside a router is it known which of its routes was taken.
async fn tell_route(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(route);
    }
    response
}

/// Serves connections until `stop` is done, then lets open requests end.
///
/// # Errors
/// None: a connection that cannot be accepted is logged, and the next one is.
pub async fn serve(web: Web, surfaces: Surfaces, listener: TcpListener, stop: impl Future<Output = ()>) {
    let (surfaces, graceful) = (surfaces.telling_routes(), GracefulShutdown::new());
    tokio::pin!(stop);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => spawn_connection(&web, &surfaces, &graceful, stream, peer),
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
            () = &mut stop => break,
        }
    }
    drop(listener);
    if tokio::time::timeout(SHUTDOWN_TIMEOUT, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time and were cut off");
    }
}

fn spawn_connection(
    web: &Web,
    surfaces: &Surfaces,
    graceful: &GracefulShutdown,
    stream: TcpStream,
    peer: SocketAddr,
) {
    // Answers are small and written at once: waiting to fill a packet would only delay them.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "no TCP_NODELAY");
    }
    let (web, surfaces) = (web.clone(), surfaces.clone());
    let service = service_fn(move |request| answer(web.clone(), surfaces.clone(), peer, request));
    // A target of more than 64 KiB (414), and more than 100 headers or 400 KiB of them (431), are answered by
    // hyper itself, with a bare status and the end of the connection: it has read no request that it could
    // hand to us, and lets nobody word these answers. So they carry neither envelope nor page.
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .serve_connection(TokioIo::new(stream), service);
    let watched = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = watched.await {
            tracing::debug!(%error, "a connection ended early");
        }
    });
}

async fn answer(
    web: Web,
    surfaces: Surfaces,
    peer: SocketAddr,
    request: hyper::Request<Incoming>,
) -> Result<Response, Infallible> {
    let begun = stop_watch();
    let id = request_id(&web.ctx.rng);
    let mut request = request.map(Body::new);
    let origin = origin(&web.site, peer.ip(), request.headers(), id.clone());
    request.extensions_mut().insert(origin);
    request.extensions_mut().insert(Address(peer.ip()));
    let method = request.method().clone();
    let (surface, mut response) = route(&web, surfaces, request, &id).await;
    protect(response.headers_mut(), web.site.secure);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    log(&id, method.as_str(), &surface, &response, begun.elapsed());
    Ok(response)
}

/// How long a request takes is for the log alone; no rule depends on it.
fn stop_watch() -> Instant {
    Instant::now()
}

/// Hands the request to the surface that its host names.
async fn route(web: &Web, surfaces: Surfaces, mut request: Request, id: &str) -> (String, Response) {
    match surface_of(&web.site, request.headers(), request.uri()) {
        Ok(Surface::Api) => ("api".to_owned(), run(surfaces.api, request).await),
        Ok(Surface::Portal(host)) => {
            let name = match &host {
                vestibule_app::portals::Host::Label(name) | vestibule_app::portals::Host::Custom(name) => {
                    name.clone()
                }
            };
            request.extensions_mut().insert(host);
            (name, run(surfaces.portal, request).await)
        }
        Err(error) => (String::new(), nowhere(web, request.headers(), error, id)),
    }
}

async fn run(router: Router, request: Request) -> Response {
    let answered: Result<Response, Infallible> = router.oneshot(request).await;
    answered.unwrap_or_else(|never| match never {})
}

/// One line a request. It names the route instead of the path, which is a stranger's text and may carry anything,
/// and the tenant as far as the request showed one.
fn log(id: &str, method: &str, surface: &str, response: &Response, took: Duration) {
    let (status, micros) = (response.status().as_u16(), took.as_micros());
    let route = response.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let tenant = response.extensions().get::<Tenant>();
    let organization = tenant.and_then(|tenant| tenant.organization).map(tracing::field::display);
    let client = tenant.and_then(|tenant| tenant.client.as_deref());
    match response.extensions().get::<Failure>() {
        Some(Failure(error @ (Error::Internal(_) | Error::Unavailable(_)))) => {
            tracing::error!(
                request_id = id, method, route, surface, organization, client, status, micros, %error,
                "request failed"
            );
        }
        Some(_) | None => tracing::info!(
            request_id = id,
            method,
            route,
            surface,
            organization,
            client,
            status,
            micros,
            "request"
        ),
    }
}
