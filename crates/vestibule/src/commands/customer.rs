//! Which customer a command means.

use anyhow::anyhow;
use vestibule_app::access::CustomerRef;
use vestibule_app::clients::Credential;
use vestibule_app::{Ctx, customers};
use vestibule_kernel::Error;
use vestibule_kernel::customer::Customer;
use vestibule_kernel::organization::Organization;

/// The customer, by one of two ids.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct Whom {
    /// The customer's id (cus_…)
    #[arg(long, value_name = "ID")]
    customer: Option<String>,
    /// Instead: the customer's id in your own system
    #[arg(long, value_name = "ID")]
    external_id: Option<String>,
}

impl Whom {
    /// The customer of `organization`.
    ///
    /// # Errors
    /// When there is none with this id.
    pub async fn find(&self, ctx: &Ctx, organization: &Organization) -> anyhow::Result<Customer> {
        let credential = Credential::Shell(organization.id);
        let found = match self.reference() {
            CustomerRef::Id(id) => customers::get_customer(ctx, credential, &id).await,
            CustomerRef::External(own) => customers::get_customer_by_external_id(ctx, credential, &own).await,
        };
        found.map_err(|error| self.told(organization, error))
    }

    /// The id that was given, of whichever kind.
    pub fn reference(&self) -> CustomerRef {
        match (&self.customer, &self.external_id) {
            (Some(id), _) => CustomerRef::Id(id.clone()),
            (None, own) => CustomerRef::External(own.clone().unwrap_or_default()),
        }
    }

    /// An error in words that name the id that was given, when it is nobody's.
    pub fn told(&self, organization: &Organization, error: Error) -> anyhow::Error {
        if let Error::NotFound(_) = error {
            return anyhow!("{} '{}'{}", self.unknown(), organization.slug, self.hint());
        }
        error.into()
    }

    fn unknown(&self) -> String {
        match (&self.customer, &self.external_id) {
            (Some(id), _) => format!("no customer has the id '{id}' in"),
            (None, own) => format!("no customer has your id '{}' in", own.as_deref().unwrap_or_default()),
        }
    }

    fn hint(&self) -> &'static str {
        match &self.customer {
            Some(id) if !id.starts_with("cus_") => "; an id of your own goes to --external-id",
            Some(_) | None => "",
        }
    }
}
