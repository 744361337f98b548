//! A server of its own for each test: two organizations, their clients, and callers that read like the
//! documentation.

use axum::Router;
use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::Value;
use std::num::NonZeroU32;
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt as _;
use vestibule_app::clients::{CreatedClient, Scopes, create_client};
use vestibule_app::organizations::{NewOrganization, create_organization};
use vestibule_app::{Ctx, Db, Keys, Options, Origin, Settings};
use vestibule_http::{Site, Web};
use vestibule_kernel::organization::{App, Organization, OrganizationSettings};
use vestibule_kernel::{Clock, Currency, Locale, Rng, TimeZone};

pub(super) const API: &str = "https://api.example.com";
pub(super) const REQUEST_ID: &str = "37a04f8f-e791-491c-81e1-86cd304649bb";
/// Where requests come from that do not say.
const ADDRESS: &str = "203.0.113.9";

/// A server with an empty database.
pub(super) struct Stage {
    pub(super) ctx: Ctx,
    router: Router,
    _folder: TempDir,
}

/// An answer, read to its end.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The message of an error, after its envelope was checked.
    pub(super) fn refused(&self, status: u16) -> String {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        let body = self.json();
        let code = body["code"].as_str().unwrap();
        let known = vestibule_http::CODES.iter().find(|known| known.name == code).unwrap();
        assert_eq!(known.status, self.status);
        assert_eq!(body["requestId"], REQUEST_ID);
        assert_eq!(body["docs"], format!("{API}/docs/errors/{code}"));
        assert_eq!(self.header("x-api-version"), Some(crate::DEFAULT_VERSION));
        body["message"].as_str().unwrap().to_owned()
    }
}

impl Stage {
    /// A server without limits.
    pub(super) fn new() -> Self {
        Self::with_limit(None)
    }

    /// A server that lets each client send `limit` requests a second, twice as many at once.
    pub(super) fn with_limit(limit: Option<NonZeroU32>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        let ctx = Ctx {
            db: Db::open(&Options::new(url)).unwrap(),
            clock: Clock::fixed("2026-11-20T09:00:00Z".parse().unwrap()),
            rng: Rng::system(),
            settings: Arc::new(Settings {
                api_url: API.to_owned(),
                api_hosts: vec!["api.example.com".to_owned()],
                portal_scheme: "https".to_owned(),
                portal_domain: "portal.example.com".to_owned(),
                portal_port: None,
            }),
            keys: Arc::new(Keys::derive([7; 32])),
        };
        let site = Site {
            api_hosts: vec!["api.example.com".to_owned()],
            portal_domain: "portal.example.com".to_owned(),
            secure: true,
            trusted_proxies: Vec::new(),
            client_limit: limit,
        };
        let web = Web::new(ctx.clone(), site, None).unwrap();
        Self { ctx, router: crate::router(web), _folder: folder }
    }

    /// A new organization.
    pub(super) async fn organization(&self, slug: &str) -> Organization {
        let new = NewOrganization {
            slug: slug.parse().unwrap(),
            name: slug.to_uppercase(),
            locale: Locale::De,
            time_zone: TimeZone::named("Europe/Berlin").unwrap(),
            currency: Currency::EUR,
            settings: OrganizationSettings {
                app: Some(App { name: "App".into(), url: "https://app.example.com".into() }),
                ..OrganizationSettings::default()
            },
        };
        create_organization(&self.ctx, new).await.unwrap()
    }

    /// A new client of an organization.
    pub(super) async fn client(&self, organization: &Organization, scopes: &str) -> CreatedClient {
        let scopes = Scopes::parse(scopes).unwrap();
        create_client(&self.ctx, organization.id, "Test", &scopes).await.unwrap()
    }

    /// The bearer of a new client of `organization`.
    pub(super) async fn bearer(&self, organization: &Organization, scopes: &str) -> Caller<'_> {
        let client = self.client(organization, scopes).await;
        let answer = self.token(&client, "grant_type=client_credentials").await;
        let token = answer.json()["access_token"].as_str().unwrap().to_owned();
        let headers = vec![(AUTHORIZATION.as_str(), format!("Bearer {token}"))];
        Caller { stage: self, headers, address: ADDRESS }
    }

    /// The bearer of a new client of a new organization.
    pub(super) async fn someone(&self, scopes: &str) -> Caller<'_> {
        let organization = self.organization("lumen").await;
        self.bearer(&organization, scopes).await
    }

    /// Nobody in particular.
    pub(super) fn anonymous(&self) -> Caller<'_> {
        Caller { stage: self, headers: Vec::new(), address: ADDRESS }
    }

    /// Asks for tokens with a form.
    pub(super) async fn token(&self, client: &CreatedClient, form: &str) -> Answer {
        let caller = self.anonymous().with("authorization", &basic(client));
        caller
            .with("content-type", "application/x-www-form-urlencoded")
            .post("/oauth/token", form.to_owned())
            .await
    }

    /// Sends any request.
    pub(super) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, text }
    }
}

/// The `Authorization` header of a client.
pub(super) fn basic(client: &CreatedClient) -> String {
    use base64::Engine as _;
    let pair = format!("{}:{}", client.id, client.secret.expose());
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair))
}

/// Somebody who sends requests.
#[derive(Clone)]
pub(super) struct Caller<'s> {
    stage: &'s Stage,
    headers: Vec<(&'static str, String)>,
    address: &'static str,
}

impl Caller<'_> {
    /// The same caller at another address.
    pub(super) fn at(&self, address: &'static str) -> Self {
        Self { address, ..self.clone() }
    }

    /// The same caller with one more header.
    pub(super) fn with(&self, name: &'static str, value: &str) -> Self {
        let mut caller = self.clone();
        caller.headers.push((name, value.to_owned()));
        caller
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, "").await
    }

    pub(super) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, "").await
    }

    pub(super) async fn post(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.send(Method::POST, path, body).await
    }

    /// Posts a JSON body.
    pub(super) async fn post_json(&self, path: &str, body: &str) -> Answer {
        self.with(CONTENT_TYPE.as_str(), "application/json").post(path, body.to_owned()).await
    }

    pub(super) async fn send(&self, method: Method, path: &str, body: impl Into<Body>) -> Answer {
        let origin = Origin::new(self.address, "test", REQUEST_ID);
        let mut request = Request::builder().method(method).uri(path).extension(origin);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        self.stage.send(request.body(body.into()).unwrap()).await
    }
}
