//! What the demo says once it accepts connections: a line of JSON for programs, words for people.
#![expect(clippy::print_stdout, reason = "a command's answer")]

use super::folder::NextTime;
use super::load::Loaded;
use std::io::Write as _;
use vestibule_app::access::{CustomerRef, MintInput, mint_link};
use vestibule_app::clients::{CreatedClient, Credential};
use vestibule_app::{Ctx, Origin, customers, plans, portals};
use vestibule_kernel::Error;
use vestibule_kernel::id::OrganizationId;
use vestibule_kernel::list::PageRequest;
use vestibule_kernel::plan::PlanType;

/// Everything that a program needs to use the demo.
#[derive(Debug, serde::Serialize)]
pub(super) struct Ready {
    api: String,
    dev: String,
    organizations: Vec<Organization>,
}

#[derive(Debug, serde::Serialize)]
struct Organization {
    id: OrganizationId,
    slug: String,
    name: String,
    #[serde(flatten)]
    client: Client,
    read_only: Client,
    access_token: String,
    portals: Vec<Portal>,
    plans: Vec<Plan>,
    customers: Vec<Customer>,
}

#[derive(Debug, serde::Serialize)]
struct Client {
    client_id: String,
    client_secret: String,
}

#[derive(Debug, serde::Serialize)]
struct Portal {
    slug: String,
    url: String,
}

#[derive(Debug, serde::Serialize)]
struct Plan {
    id: String,
    slug: String,
    #[serde(rename = "type")]
    plan_type: PlanType,
    portal: Option<String>,
}

#[derive(Debug, serde::Serialize)]
struct Customer {
    id: String,
    uuid: String,
    external_id: String,
    email: String,
    case: &'static str,
}

impl From<&CreatedClient> for Client {
    fn from(created: &CreatedClient) -> Self {
        Self { client_id: created.id.to_string(), client_secret: created.secret.expose().clone() }
    }
}

impl Ready {
    /// Looks up what was loaded.
    pub(super) async fn of(ctx: &Ctx, loaded: Vec<Loaded>) -> anyhow::Result<Self> {
        let mut organizations = Vec::new();
        for one in loaded {
            organizations.push(organization(ctx, one).await?);
        }
        let api = ctx.settings.api_url.clone();
        Ok(Self { dev: format!("{api}/dev"), api, organizations })
    }

    /// Exactly one line on standard output.
    pub(super) fn print_json(&self) -> anyhow::Result<()> {
        println!("{}", serde_json::to_string(self)?);
        std::io::stdout().flush()?;
        Ok(())
    }

    /// How to get in, for people.
    pub(super) async fn print(&self, ctx: &Ctx, next_time: NextTime) -> anyhow::Result<()> {
        let next_time = match next_time {
            NextTime::Afresh => "the data starts afresh next time",
            NextTime::Kept => "the database keeps the data",
        };
        println!("Vestibule demo. Ctrl-C stops it; {next_time}.\n");
        println!("API   {}   (reference: {}/docs)", self.api, self.api);
        for organization in &self.organizations {
            organization.print(ctx).await?;
        }
        if let Some(organization) = self.organizations.first()
            && let Some(customer) = organization.customers.first()
        {
            println!("\nMint a link yourself:\n");
            println!("  curl -s {}/admin/magic_link \\", self.api);
            println!("    -H 'Authorization: Bearer {}' \\", organization.access_token);
            println!("    -H 'Content-Type: application/json' \\");
            println!("    -d '{{\"customerId\": \"{}\"}}'", customer.id);
        }
        std::io::stdout().flush()?;
        Ok(())
    }
}

impl Organization {
    async fn print(&self, ctx: &Ctx) -> anyhow::Result<()> {
        println!("\n{}  ({})", self.name, self.slug);
        for portal in &self.portals {
            println!("  portal         {}", portal.url);
        }
        println!("  client_id      {}", self.client.client_id);
        println!("  client_secret  {}", self.client.client_secret);
        println!("  access_token   {}", self.access_token);
        println!("  links, each opens once within fifteen minutes:");
        for customer in &self.customers {
            println!("    {:<22} {}", customer.case, link(ctx, self.id, &customer.id).await?);
        }
        Ok(())
    }
}

/// A fresh link, or why there is none.
async fn link(ctx: &Ctx, organization: OrganizationId, customer: &str) -> anyhow::Result<String> {
    let input = MintInput {
        customer: CustomerRef::Id(customer.to_owned()),
        next: None,
        return_url: None,
        locale: None,
        expires_in: Some(900),
    };
    match mint_link(ctx, Credential::Shell(organization), input, Origin::shell()).await {
        Ok(minted) => Ok(minted.link.expose().clone()),
        Err(Error::Rule { message, .. }) => Ok(format!("none: {message}")),
        Err(error) => Err(error.into()),
    }
}

async fn organization(ctx: &Ctx, loaded: Loaded) -> anyhow::Result<Organization> {
    let id = loaded.organization.id;
    let shell = || Credential::Shell(id);
    let found = portals::list_portals(ctx, shell()).await?;
    let slug_of =
        |id| found.iter().find(|portal| Some(portal.id) == id).map(|portal| portal.slug.to_string());
    let plans = plans::list_plans(ctx, shell(), Vec::new(), PageRequest::first(100)).await?;
    let mut customers = Vec::new();
    for (external_id, case) in loaded.cases {
        let customer = customers::get_customer_by_external_id(ctx, shell(), &external_id).await?;
        customers.push(Customer {
            id: customer.id.to_string(),
            uuid: customer.id.uuid().to_string(),
            external_id,
            email: customer.email.to_string(),
            case,
        });
    }
    Ok(Organization {
        id,
        slug: loaded.organization.slug.to_string(),
        name: loaded.organization.name,
        client: Client::from(&loaded.client),
        read_only: Client::from(&loaded.read_only),
        access_token: loaded.access_token.token.expose().clone(),
        portals: found
            .iter()
            .map(|portal| Portal {
                slug: portal.slug.to_string(),
                url: ctx.settings.portal_url(&portal.slug, portal.custom_host.as_deref()),
            })
            .collect(),
        plans: plans
            .items
            .iter()
            .map(|plan| Plan {
                id: plan.id.to_string(),
                slug: plan.slug.to_string(),
                plan_type: plan.plan_type,
                portal: slug_of(plan.portal),
            })
            .collect(),
        customers,
    })
}
