//! A small world: two organizations with portals, plans and customers in every situation.

use super::database::{Backend, TestDb};
use std::sync::Arc;
use std::time::Duration;
use vestibule::wiring::surfaces;
use vestibule_app::clients::{CreatedAccessToken, CreatedClient, Scopes, create_access_token, create_client};
use vestibule_app::organizations::{NewOrganization, create_organization};
use vestibule_app::{Ctx, Keys, Settings};
use vestibule_http::{Site, Surfaces, Web};
use vestibule_kernel::asset::{Asset, Digest32, MediaType};
use vestibule_kernel::customer::{Customer, CustomerStatus, CustomerType};
use vestibule_kernel::id::{CustomerId, InvoiceId, OrganizationId, PlanId, PortalId, SubscriptionId};
use vestibule_kernel::invoice::{Invoice, InvoiceLine, InvoiceStatus, InvoiceType};
use vestibule_kernel::organization::{App, Organization, OrganizationSettings};
use vestibule_kernel::plan::{Interval, Plan, PlanType};
use vestibule_kernel::portal::{Portal, Theme};
use vestibule_kernel::subscription::{Subscription, SubscriptionStatus};
use vestibule_kernel::{Clock, Currency, Locale, Money, Period, Rng, TimeZone, Timestamp};
use vestibule_store::Tx;
use vestibule_store::tables::{assets, customers, invoices, organizations, plans, portals, subscriptions};

/// 2026-03-10T09:00:00Z.
const START: Timestamp = Timestamp::from_micros(1_773_133_200_000_000);

/// Everything that a test needs.
pub struct World {
    pub ctx: Ctx,
    pub site: Arc<Site>,
    pub surfaces: Surfaces,
    pub clock: Clock,
    pub lumen: Organization,
    pub other: Organization,
    pub client: CreatedClient,
    pub read_only: CreatedClient,
    pub token: CreatedAccessToken,
    pub other_token: CreatedAccessToken,
    /// The URL of its database.
    pub database_url: String,
}

/// A customer with a running contract, and an invoice of theirs.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    pub id: CustomerId,
    pub subscription: SubscriptionId,
    pub invoice: InvoiceId,
    pub plan: PlanId,
    pub portal: PortalId,
}

impl World {
    /// Runs a test in a fresh world.
    pub fn run<F>(backend: Backend, test: impl FnOnce(World) -> F)
    where
        F: Future<Output = ()>,
    {
        let Some(database) = TestDb::create(backend) else { return };
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::create(&database).await;
            test(world).await;
        });
    }

    async fn create(database: &TestDb) -> Self {
        let clock = Clock::fixed(START);
        let ctx = Ctx {
            db: database.db.clone(),
            clock: clock.clone(),
            rng: Rng::system(),
            settings: Arc::new(Settings {
                api_url: "http://api.localhost".into(),
                api_hosts: vec!["api.localhost".into()],
                portal_scheme: "http".into(),
                portal_domain: "localhost".into(),
                portal_port: None,
            }),
            keys: Arc::new(Keys::derive([7; 32])),
        };
        let web = web(&ctx);
        let lumen = organization(&ctx, "lumen").await;
        let other = organization(&ctx, "other").await;
        let client = create_client(&ctx, lumen.id, "backend", &Scopes::all()).await.unwrap();
        let read_only = create_client(&ctx, lumen.id, "reader", &Scopes::read_only()).await.unwrap();
        let token = create_access_token(&ctx, lumen.id, "backend", &Scopes::all(), None).await.unwrap();
        let other_token = create_access_token(&ctx, other.id, "backend", &Scopes::all(), None).await.unwrap();
        let (surfaces, site, database_url) = (surfaces(&web), web.site, database.url.clone());
        Self { ctx, site, surfaces, clock, lumen, other, client, read_only, token, other_token, database_url }
    }

    /// Moves the clock.
    pub fn later(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// A portal under `slug`.
    pub async fn portal(&self, organization: OrganizationId, slug: &str) -> PortalId {
        let portal = Portal {
            id: PortalId::new(self.ctx.now(), &self.ctx.rng),
            organization,
            slug: slug.parse().unwrap(),
            custom_host: None,
            name: format!("Portal {slug}"),
            enabled: true,
            locale: Some(Locale::De),
            theme: Theme { primary: Some("#0b6b57".parse().unwrap()), ..Theme::default() },
            created_at: self.ctx.now(),
        };
        let id = portal.id;
        self.ctx.db.write(move |tx| portals::upsert(tx, &portal, digest("portal"))).await.unwrap();
        id
    }

    /// Gives a portal a host of the operator's own.
    pub async fn set_host(&self, organization: OrganizationId, portal: PortalId, host: &str) {
        let host = host.to_owned();
        self.ctx
            .db
            .write(move |tx| {
                let mut found = portals::find(tx, organization, portal)?.unwrap();
                let digest = digest(&host);
                found.custom_host = Some(host);
                portals::upsert(tx, &found, digest)
            })
            .await
            .unwrap();
    }

    /// Opens or closes a portal.
    pub async fn set_enabled(&self, organization: OrganizationId, portal: PortalId, enabled: bool) {
        self.ctx
            .db
            .write(move |tx| {
                let mut found = portals::find(tx, organization, portal)?.unwrap();
                found.enabled = enabled;
                portals::upsert(tx, &found, digest(if enabled { "on" } else { "off" }))
            })
            .await
            .unwrap();
    }

    /// A plan under `slug`.
    pub async fn plan(&self, organization: OrganizationId, slug: &str, portal: Option<PortalId>) -> PlanId {
        let plan = Plan {
            id: PlanId::new(self.ctx.now(), &self.ctx.rng),
            organization,
            external_id: slug.to_owned(),
            slug: slug.parse().unwrap(),
            name: format!("Plan {slug}"),
            description: "A plan".into(),
            plan_type: PlanType::Consumption,
            price: Money::new(1099, Currency::EUR),
            interval: Interval::Month,
            components: Vec::new(),
            portal,
            price_series: None,
            cancellation_days: Some(30),
            on_offer: true,
            created_at: self.ctx.now(),
        };
        let id = plan.id;
        self.ctx.db.write(move |tx| plans::upsert(tx, &plan, digest("plan"))).await.unwrap();
        id
    }

    /// A customer without a contract, known to the operator as `external_id`.
    pub async fn customer(&self, organization: OrganizationId, external_id: &str) -> CustomerId {
        self.write_customer(organization, external_id, CustomerStatus::Active).await
    }

    /// The same customer again, with this status.
    pub async fn write_customer(
        &self,
        organization: OrganizationId,
        external_id: &str,
        status: CustomerStatus,
    ) -> CustomerId {
        let customer = Customer {
            id: CustomerId::new(self.ctx.now(), &self.ctx.rng),
            organization,
            external_id: Some(external_id.to_owned()),
            customer_type: CustomerType::Person,
            first_name: "Annika".into(),
            last_name: format!("Brandt {external_id}"),
            company_name: None,
            email: format!("{external_id}@example.com").parse().unwrap(),
            phone: None,
            vat_id: None,
            locale: None,
            status,
            created_at: self.ctx.now(),
        };
        let (key, word) = (external_id.to_owned(), status.as_str());
        self.ctx
            .db
            .write(move |tx| {
                customers::upsert(tx, &customer, digest(word))?;
                Ok(customers::id_by_external(tx, organization, &key)?.unwrap())
            })
            .await
            .unwrap()
    }

    /// A contract of `customer` on `plan`.
    pub async fn subscribe(
        &self,
        organization: OrganizationId,
        customer: CustomerId,
        plan: PlanId,
        status: SubscriptionStatus,
    ) -> SubscriptionId {
        let now = self.ctx.now();
        let id = SubscriptionId::new(now, &self.ctx.rng);
        let subscription = Subscription {
            id,
            organization,
            external_id: id.to_string(),
            customer,
            plan,
            number: Some("4X44EMKX".into()),
            status,
            estimated_usage: None,
            address: None,
            meter: None,
            payment_method: None,
            price_series: None,
            confirmed_at: None,
            start_at: Some(now),
            terminated_at: None,
            end_at: None,
            current_period: None,
            cancel_at_period_end: false,
            amount: Some(Money::new(1099, Currency::EUR)),
            interval: Interval::Month,
            metadata: None,
            created_at: now,
            updated_at: now,
        };
        self.ctx.db.write(move |tx| subscriptions::upsert(tx, &subscription, digest("s"))).await.unwrap();
        id
    }

    /// An open invoice with a stored document.
    pub async fn invoice(
        &self,
        organization: OrganizationId,
        customer: CustomerId,
        subscription: SubscriptionId,
    ) -> InvoiceId {
        let now = self.ctx.now();
        let id = InvoiceId::new(now, &self.ctx.rng);
        let document = Asset::new(MediaType::Pdf, b"%PDF-1.4\n%%EOF\n".to_vec());
        let invoice = Invoice {
            id,
            organization,
            external_id: id.to_string(),
            customer,
            subscription: Some(subscription),
            number: format!("H62SU12A-{}", id.uuid().simple()),
            invoice_type: InvoiceType::Usage,
            status: InvoiceStatus::Open,
            total: Money::new(11_004, Currency::EUR),
            tax_minor: 1757,
            lines: vec![InvoiceLine { description: "Energie".into(), quantity: None, amount_minor: 11_004 }],
            usage: None,
            period: Some(Period { start: now, end: now.plus(Duration::from_secs(30 * 86_400)) }),
            period_number: Some(3),
            issued_at: now,
            due_at: Some(now.plus(Duration::from_secs(14 * 86_400))),
            paid_at: None,
            payment_failed_at: None,
            voids: None,
            document: Some(document.digest),
            created_at: now,
        };
        self.ctx
            .db
            .write(move |tx| {
                assets::insert(tx, organization, &document, now)?;
                invoices::upsert(tx, &invoice, digest("i"))
            })
            .await
            .unwrap();
        id
    }

    /// A customer of the first organization with a running contract in a portal of that name.
    pub async fn person(&self, slug: &str) -> Person {
        self.person_of(self.lumen.id, slug).await
    }

    /// A customer with a running contract in a portal of that name.
    pub async fn person_of(&self, organization: OrganizationId, slug: &str) -> Person {
        let portal = self.portal(organization, slug).await;
        let plan = self.plan(organization, slug, Some(portal)).await;
        let id = self.customer(organization, slug).await;
        let subscription = self.subscribe(organization, id, plan, SubscriptionStatus::Active).await;
        let invoice = self.invoice(organization, id, subscription).await;
        Person { id, subscription, invoice, plan, portal }
    }

    /// Changes the first organization.
    pub async fn change_lumen(&self, change: impl FnOnce(&mut Organization)) {
        let mut lumen = self.lumen.clone();
        change(&mut lumen);
        let write = move |tx: &mut Tx<'_>| {
            organizations::update(tx, &lumen)?;
            organizations::set_status(tx, lumen.id, lumen.status)
        };
        self.ctx.db.write(write).await.unwrap();
    }
}

fn digest(text: &str) -> Digest32 {
    Digest32::of(text.as_bytes())
}

fn web(ctx: &Ctx) -> Web {
    let site = Site {
        api_hosts: vec!["api.localhost".into()],
        portal_domain: "localhost".into(),
        secure: false,
        trusted_proxies: Vec::new(),
        client_limit: None,
    };
    Web::new(ctx.clone(), site, None).unwrap()
}

async fn organization(ctx: &Ctx, slug: &str) -> Organization {
    let settings = OrganizationSettings {
        app: Some(App { name: "Lumen-App".into(), url: "https://app.lumen.example/".into() }),
        return_origins: vec!["https://app.lumen.example".into()],
        ..OrganizationSettings::default()
    };
    let new = NewOrganization {
        slug: slug.parse().unwrap(),
        name: slug.to_owned(),
        locale: Locale::De,
        time_zone: TimeZone::named("Europe/Berlin").unwrap(),
        currency: Currency::EUR,
        settings,
    };
    create_organization(ctx, new).await.unwrap()
}
