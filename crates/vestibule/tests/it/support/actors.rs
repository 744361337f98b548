//! Who sends requests: browsers with their cookies, and API clients with their tokens.

use super::world::World;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use vestibule_app::Origin;
use vestibule_http::{Surface, surface_of};
use vestibule_kernel::id::CustomerId;

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Self { status: parts.status, headers: parts.headers, bytes }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub fn location(&self) -> &str {
        self.headers.get(LOCATION).map_or("", |value| value.to_str().unwrap())
    }
}

/// A browser: keeps the cookies of each host.
pub struct Browser<'w> {
    world: &'w World,
    cookies: std::collections::HashMap<String, std::collections::BTreeMap<String, String>>,
    pub extra: Vec<(&'static str, String)>,
}

impl<'w> Browser<'w> {
    pub fn new(world: &'w World) -> Self {
        Self { world, cookies: Default::default(), extra: vec![("accept-language", "de".into())] }
    }

    /// Goes to a URL, such as a link.
    pub async fn open(&mut self, url: &str) -> Answer {
        self.send("GET", url, Body::empty()).await
    }

    /// Sends a form of a page of the host at `url`.
    pub async fn post(&mut self, url: &str) -> Answer {
        self.send("POST", url, Body::empty()).await
    }

    /// Sends any request.
    pub async fn send(&mut self, method: &str, url: &str, body: Body) -> Answer {
        let (host, path) = split(url);
        let mut request = Request::builder().method(method).uri(path).header(HOST, &host);
        if let Some(jar) = self.cookies.get(&host) {
            let pairs: Vec<String> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(COOKIE, pairs.join("; "));
        }
        for (name, value) in &self.extra {
            request = request.header(*name, value);
        }
        let mut request = request.body(body).unwrap();
        let surface = surface_of(&self.world.site, request.headers(), request.uri()).unwrap();
        let Surface::Portal(portal) = surface else { panic!("{url} is the API's") };
        request.extensions_mut().insert(portal);
        request.extensions_mut().insert(Origin::new("203.0.113.7", "Test Browser", "req-1"));
        let answer = Answer::of(self.world.surfaces.portal.clone().oneshot(request).await.unwrap()).await;
        self.keep(&host, &answer.headers);
        answer
    }

    fn keep(&mut self, host: &str, headers: &HeaderMap) {
        let jar = self.cookies.entry(host.to_owned()).or_default();
        for cookie in headers.get_all(SET_COOKIE) {
            let text = cookie.to_str().unwrap();
            let (pair, attributes) = text.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// The session cookie for a host.
    pub fn cookie(&self, host: &str) -> Option<&str> {
        self.cookies.get(host)?.get("vestibule").map(String::as_str)
    }
}

fn split(url: &str) -> (String, String) {
    let rest = url.strip_prefix("http://").unwrap_or_else(|| panic!("no http URL: {url}"));
    let at = rest.find('/').unwrap_or(rest.len());
    let path = if at == rest.len() { "/" } else { &rest[at..] };
    (rest[..at].to_owned(), path.to_owned())
}

/// The access token of the first organization.
pub fn bearer(world: &World) -> String {
    world.token.token.expose().clone()
}

/// Sends a GET to the API.
pub async fn get(world: &World, token: &str, path: &str) -> Answer {
    api(world, "GET", token, path, Body::empty()).await
}

/// Sends JSON to the API.
pub async fn post_json(world: &World, token: &str, path: &str, body: &serde_json::Value) -> Answer {
    api(world, "POST", token, path, Body::from(body.to_string())).await
}

/// Mints a link for a customer of the first organization.
pub async fn mint(world: &World, customer: CustomerId) -> String {
    let wish = serde_json::json!({ "customerId": customer });
    let answer = post_json(world, &bearer(world), "/admin/magic_link", &wish).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()["link"].as_str().unwrap().to_owned()
}

async fn api(world: &World, method: &str, token: &str, path: &str, body: Body) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header(HOST, "api.localhost");
    if !token.is_empty() {
        request = request.header(AUTHORIZATION, format!("Bearer {token}"));
    }
    let mut request = request.header(CONTENT_TYPE, "application/json").body(body).unwrap();
    request.extensions_mut().insert(Origin::new("203.0.113.9", "Test Client", "req-2"));
    Answer::of(world.surfaces.api.clone().oneshot(request).await.unwrap()).await
}
