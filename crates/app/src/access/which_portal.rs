//! Which portal a customer belongs in.

use std::sync::Arc;
use vestibule_kernel::id::OrganizationId;
use vestibule_kernel::organization::Organization;
use vestibule_kernel::plan::Plan;
use vestibule_kernel::portal::Portal;
use vestibule_kernel::subscription::SubscriptionStatus;
use vestibule_kernel::{Error, Result};
use vestibule_store::Read;
use vestibule_store::tables::access_links::Door;
use vestibule_store::tables::{plans, portals};

/// Where a customer is led.
pub(super) struct Place {
    /// The portal.
    pub(super) portal: Arc<Portal>,
    /// Whether it is the checkout rather than an account.
    pub(super) checkout: bool,
}

/// The portal of the newest running subscription, else of the newest pending, else of the newest
/// ended one; the checkout for a customer without any.
///
/// # Errors
/// `Rule` naming the plan when it has no open portal, or when no plan can be told.
pub(super) fn place(read: &mut Read<'_>, organization: &Organization, doors: Vec<Door>) -> Result<Place> {
    let (plan, checkout) = match newest(doors) {
        Some(door) => (plans::of_subscription(read, organization.id, door.plan)?, false),
        None => (checkout_plan(read, organization)?, true),
    };
    Ok(Place { portal: portal_of(read, organization.id, &plan)?, checkout })
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
fn checkout_plan(read: &mut Read<'_>, organization: &Organization) -> Result<Arc<Plan>> {
    if let Some(id) = organization.default_plan
        && let Some(plan) = plans::kept(read, organization.id, id)?
    {
        return Ok(plan);
    }
    let mut offers = plans::offers(read, organization.id)?;
    match (offers.pop(), offers.is_empty()) {
        (Some(only), true) => Ok(Arc::new(only)),
        _ => Err(Error::Rule {
            code: "no_checkout_plan",
            field: "customerId",
            message: "The customer has no subscription, and it is not clear which plan to offer: \
                      set the organization's default plan"
                .into(),
        }),
    }
}

fn portal_of(read: &mut Read<'_>, organization: OrganizationId, plan: &Plan) -> Result<Arc<Portal>> {
    let portal = match plan.portal {
        Some(id) => portals::kept(read, organization, id)?,
        None => None,
    };
    portal.filter(|portal| portal.enabled).ok_or_else(|| closed(&plan.name))
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
    use vestibule_kernel::id::PlanId;

    fn door(status: SubscriptionStatus, plan: u128) -> Door {
        Door { status, plan: plan_id(plan) }
    }

    fn plan_id(plan: u128) -> PlanId {
        PlanId::from_uuid(uuid::Uuid::from_u128(plan))
    }

    #[test]
    fn running_beats_pending_beats_ended_and_newer_beats_older() {
        use SubscriptionStatus::{Active, Ended, PastDue, Pending};
        let pick = |doors: Vec<Door>| newest(doors).map(|door| door.plan);
        assert_eq!(
            pick(vec![door(Ended, 1), door(Pending, 2), door(Active, 3), door(PastDue, 4)]),
            Some(plan_id(3))
        );
        assert_eq!(pick(vec![door(Ended, 1), door(Pending, 2), door(Pending, 3)]), Some(plan_id(2)));
        assert_eq!(pick(vec![door(Ended, 1), door(Ended, 2)]), Some(plan_id(1)));
        assert_eq!(pick(vec![]), None);
    }
}
