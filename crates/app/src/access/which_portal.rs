//! Which portal a customer belongs in.

use vestibule_kernel::id::OrganizationId;
use vestibule_kernel::organization::Organization;
use vestibule_kernel::plan::Plan;
use vestibule_kernel::subscription::SubscriptionStatus;
use vestibule_kernel::{Error, Result};
use vestibule_store::Read;
use vestibule_store::tables::access_links::{Door, PortalAddress};
use vestibule_store::tables::{plans, portals};

/// Where a customer is led.
pub(super) struct Place {
    /// The portal.
    pub(super) portal: PortalAddress,
    /// Whether it is the checkout rather than an account.
    pub(super) checkout: bool,
}

/// The portal of the newest running subscription, else of the newest pending, else of the newest
/// ended one; the checkout for a customer without any.
///
/// # Errors
/// `Rule` naming the plan when it has no open portal, or when no plan can be told.
pub(super) fn place(read: &mut Read<'_>, organization: &Organization, doors: Vec<Door>) -> Result<Place> {
    match newest(doors) {
        Some(door) => {
            let portal = door.portal.filter(|portal| portal.enabled).ok_or_else(|| closed(&door.plan))?;
            Ok(Place { portal, checkout: false })
        }
        None => {
            let plan = checkout_plan(read, organization)?;
            Ok(Place { portal: portal_of(read, organization.id, &plan)?, checkout: true })
        }
    }
}

/// Of doors sorted newest first, the one that counts.
fn newest(doors: Vec<Door>) -> Option<Door> {
    doors.into_iter().min_by_key(|door| match door.status {
        SubscriptionStatus::Active | SubscriptionStatus::PastDue | SubscriptionStatus::Paused => 0,
        SubscriptionStatus::Pending => 1,
        SubscriptionStatus::Ended => 2,
    })
}

/// The plan whose checkout a customer without a contract is shown: the organization's default, else
/// its only one.
fn checkout_plan(read: &mut Read<'_>, organization: &Organization) -> Result<Plan> {
    if let Some(id) = organization.default_plan
        && let Some(plan) = plans::find(read, organization.id, id)?
    {
        return Ok(plan);
    }
    let mut offers = plans::offers(read, organization.id)?;
    match (offers.pop(), offers.is_empty()) {
        (Some(only), true) => Ok(only),
        _ => Err(Error::Rule {
            code: "no_checkout_plan",
            field: "customerId",
            message: "The customer has no subscription, and it is not clear which plan to offer: \
                      set the organization's default plan"
                .into(),
        }),
    }
}

fn portal_of(read: &mut Read<'_>, organization: OrganizationId, plan: &Plan) -> Result<PortalAddress> {
    let portal = match plan.portal {
        Some(id) => portals::find(read, organization, id)?,
        None => None,
    };
    let portal = portal.filter(|portal| portal.enabled).ok_or_else(|| closed(&plan.name))?;
    Ok(PortalAddress {
        id: portal.id,
        slug: portal.slug,
        custom_host: portal.custom_host,
        enabled: portal.enabled,
    })
}

fn closed(plan: &str) -> Error {
    Error::Rule {
        code: "unsupported_product",
        field: "customerId",
        message: format!("The plan '{plan}' has no enabled customer portal; give it one and try again"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door(status: SubscriptionStatus, plan: &str) -> Door {
        Door { status, plan: plan.into(), portal: None }
    }

    #[test]
    fn running_beats_pending_beats_ended_and_newer_beats_older() {
        use SubscriptionStatus::{Active, Ended, PastDue, Pending};
        let pick = |doors: Vec<Door>| newest(doors).map(|door| door.plan);
        assert_eq!(
            pick(vec![door(Ended, "a"), door(Pending, "b"), door(Active, "c"), door(PastDue, "d")]),
            Some("c".into())
        );
        assert_eq!(pick(vec![door(Ended, "a"), door(Pending, "b"), door(Pending, "c")]), Some("b".into()));
        assert_eq!(pick(vec![door(Ended, "a"), door(Ended, "b")]), Some("a".into()));
        assert_eq!(pick(vec![]), None);
    }
}
