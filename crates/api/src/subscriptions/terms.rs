//! What a contract says, in lists and alone.

use super::status;
use crate::samples;
use crate::schema::words_of;
use serde_json::Value;
use utoipa::ToSchema;
use vestibule_kernel::plan::Interval;
use vestibule_kernel::subscription::Subscription;
use vestibule_kernel::{Currency, Timestamp};

words_of!(interval = Interval, "How often it falls due.");

/// What a contract says.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct Terms {
    /// Your own id of it.
    external_id: String,
    /// Id of the supplier before; always null here.
    #[schema(value_type = Option<String>)]
    supplier: Option<String>,
    /// Its number as customers read it.
    number: Option<String>,
    /// Where it is in its life. Contracts that are paused or behind with a payment run on, and are `active`.
    #[schema(schema_with = status::schema)]
    status: &'static str,
    /// Expected use in a year in kWh; 0 when nobody said.
    estimated_usage: f64,
    /// What it costs per interval in major units; null when its plan alone says so.
    amount: Option<f64>,
    /// Currency of the amount.
    #[schema(value_type = Option<String>)]
    currency: Option<Currency>,
    /// How often it falls due.
    #[schema(schema_with = interval)]
    interval: Interval,
    /// When it was confirmed.
    #[schema(value_type = Option<String>, format = DateTime)]
    confirmed_at: Option<Timestamp>,
    /// When it begins.
    #[schema(value_type = Option<String>, format = DateTime)]
    start_at: Option<Timestamp>,
    /// When notice was given.
    #[schema(value_type = Option<String>, format = DateTime)]
    terminated_at: Option<Timestamp>,
    /// The first instant after it.
    #[schema(value_type = Option<String>, format = DateTime)]
    end_at: Option<Timestamp>,
    /// What you keep with it.
    #[schema(value_type = Option<Object>)]
    metadata: Option<Value>,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

impl Terms {
    /// A contract that runs.
    pub(super) fn sample() -> Self {
        Self {
            external_id: "V-1001".into(),
            supplier: None,
            number: Some("4X44EMKX".into()),
            status: "active",
            estimated_usage: 2500.0,
            amount: None,
            currency: None,
            interval: Interval::Month,
            confirmed_at: Some(samples::CREATED),
            start_at: Some(samples::FEBRUARY),
            terminated_at: None,
            end_at: None,
            metadata: Some(serde_json::json!({ "campaign": "spring" })),
            created_at: samples::CREATED,
            updated_at: samples::CREATED,
        }
    }
}

impl From<&Subscription> for Terms {
    fn from(subscription: &Subscription) -> Self {
        let metadata = subscription.metadata.as_deref();
        Self {
            external_id: subscription.external_id.clone(),
            supplier: None,
            number: subscription.number.clone(),
            status: status::shown(subscription.status),
            estimated_usage: subscription.estimated_usage.map_or(0.0, |usage| usage.kwh()),
            amount: subscription.amount.map(|amount| amount.major()),
            currency: subscription.amount.map(|amount| amount.currency),
            interval: subscription.interval,
            confirmed_at: subscription.confirmed_at,
            start_at: subscription.start_at,
            terminated_at: subscription.terminated_at,
            end_at: subscription.end_at,
            metadata: metadata.and_then(|text| serde_json::from_str(text).ok()),
            created_at: subscription.created_at,
            updated_at: subscription.updated_at,
        }
    }
}
