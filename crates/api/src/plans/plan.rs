//! A plan as the API shows it.

use crate::samples;
use crate::schema::{tag, words_of};
use utoipa::ToSchema;
use vestibule_kernel::id::PlanId;
use vestibule_kernel::plan::{self, Interval, PlanType};
use vestibule_kernel::{Currency, Timestamp};

tag!(PlanTag = "plan");
words_of!(plan_type = PlanType, "What it delivers.");
words_of!(interval = Interval, "How often the base price falls due.");

/// What can be bought.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct Plan {
    /// Always `plan`.
    #[schema(schema_with = PlanTag::schema)]
    object: PlanTag,
    /// Its id.
    #[schema(value_type = String)]
    id: PlanId,
    /// Your own id of it.
    external_id: String,
    /// What it delivers. Look at it before you read anything as energy.
    #[schema(schema_with = plan_type)]
    r#type: PlanType,
    /// Its name as customers read it.
    name: String,
    /// Its short name, unique in your organization.
    slug: String,
    /// What it is, in a sentence or two.
    description: String,
    /// The base price per interval in major units, VAT included.
    price: f64,
    /// Currency of the price.
    #[schema(value_type = String)]
    currency: Currency,
    /// How often the base price falls due.
    #[schema(schema_with = interval)]
    interval: Interval,
    /// Whether new customers are offered it.
    on_offer: bool,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl Plan {
    /// A tariff of an electricity retailer.
    pub(crate) fn sample() -> Self {
        Self {
            object: PlanTag,
            id: PlanId::from_uuid(samples::BITS),
            external_id: "flex".into(),
            r#type: PlanType::Consumption,
            name: "Lumen Flex".into(),
            slug: "lumen-flex".into(),
            description: "Electricity at the price of the exchange, hour by hour.".into(),
            price: 10.99,
            currency: Currency::EUR,
            interval: Interval::Month,
            on_offer: true,
            created_at: samples::CREATED,
        }
    }
}

impl From<plan::Plan> for Plan {
    fn from(plan: plan::Plan) -> Self {
        Self {
            object: PlanTag,
            id: plan.id,
            external_id: plan.external_id,
            r#type: plan.plan_type,
            name: plan.name,
            slug: plan.slug.as_str().to_owned(),
            description: plan.description,
            price: plan.price.major(),
            currency: plan.price.currency,
            interval: plan.interval,
            on_offer: plan.on_offer,
            created_at: plan.created_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::entities;

    #[test]
    fn a_plan_shows_its_price_in_major_units() {
        let json = serde_json::to_value(Plan::from(entities::plan())).unwrap();
        assert_eq!(json, serde_json::to_value(Plan::sample()).unwrap());
        assert_eq!(json["price"], 10.99);
    }
}
