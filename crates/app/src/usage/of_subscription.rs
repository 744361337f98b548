//! The API's view of use: one subscription's, put together as the caller asks.

use super::points::{self, Point};
use crate::Ctx;
use crate::clients::{Credential, look};
use vestibule_kernel::id::{OrganizationId, SubscriptionId};
use vestibule_kernel::series::Resolution;
use vestibule_kernel::subscription::{Contract, MeterType};
use vestibule_kernel::usage::UsageDay;
use vestibule_kernel::{Error, LocalDay, Result, TimeZone, Timestamp};
use vestibule_store::Read;
use vestibule_store::tables::{subscriptions, usage_days};

vestibule_kernel::text_enum! {
    /// How values are put together.
    Grain {
        /// By the quarter of an hour.
        Quarter = "15min",
        /// By the hour.
        Hour = "hour",
        /// By the day.
        Day = "day",
        /// By the week from Monday.
        Week = "week",
        /// By the month.
        Month = "month",
    }
}

/// Most days that are given slot by slot at once, and most days in all.
const DAYS: (i64, i64) = (366, 3_660);

/// Which days, and how they are put together. What is absent is chosen.
#[derive(Debug, Clone, Copy, Default)]
pub struct UsageQuery {
    /// The first day.
    pub start: Option<LocalDay>,
    /// The day after the last.
    pub end: Option<LocalDay>,
    /// How values are put together.
    pub grain: Option<Grain>,
}

/// Use of a subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionUsage {
    /// How its meter is read; nothing is known of a subscription without one.
    pub meter: Option<MeterType>,
    /// How the values are put together.
    pub grain: Grain,
    /// What is known, in order.
    pub points: Vec<Point>,
}

/// The use of the subscription with this id.
///
/// Without days: yesterday, of a meter that is read by hand the last twelve months or since the beginning. Without a
/// grain: quarters for up to two days, hours for two weeks, days for a quarter of a year, then months. Hours are given where quarters are asked for
/// and hours were measured.
///
/// # Errors
/// `NotFound` for an unknown subscription or another organization's, `Invalid` on `end` when it is not after
/// `start` or asks for too much at once, and what the credential lacks.
pub async fn subscription_usage(
    ctx: &Ctx,
    credential: Credential,
    subscription: &str,
    query: UsageQuery,
) -> Result<SubscriptionUsage> {
    let (id, now) = (subscription.parse::<SubscriptionId>(), ctx.now());
    look(ctx, credential, move |read, caller| {
        let (organization, missing) = (caller.organization.id, || Error::NotFound("Subscription"));
        let id = id.map_err(|_| missing())?;
        let contract = subscriptions::contract(read, organization, id)?.ok_or_else(missing)?;
        let zone = &caller.organization.time_zone;
        let (first, end) = days(&query, &contract, now, zone);
        let grain = query.grain.unwrap_or_else(|| chosen(first, end));
        check(first, end, grain)?;
        let (grain, points) = put_together(read, organization, id, (first, end), grain, zone)?;
        Ok(SubscriptionUsage { meter: contract.meter.map(|meter| meter.meter_type), grain, points })
    })
    .await
}

fn days(query: &UsageQuery, contract: &Contract, now: Timestamp, zone: &TimeZone) -> (LocalDay, LocalDay) {
    let today = now.day_in(zone);
    let by_hand = contract.meter.as_ref().is_some_and(|meter| meter.meter_type == MeterType::Analog);
    let end = query.end.unwrap_or(today);
    let first = query.start.unwrap_or_else(|| {
        let begun = contract.subscription.start_at.map(|start| start.day_in(zone));
        let year = today.first_of_month(-12);
        if by_hand { begun.map_or(year, |begun| begun.max(year)) } else { end.plus_days(-1) }
    });
    (first, end)
}

fn chosen(first: LocalDay, end: LocalDay) -> Grain {
    match end.number() - first.number() {
        ..=2 => Grain::Quarter,
        3..=14 => Grain::Hour,
        15..=92 => Grain::Day,
        _ => Grain::Month,
    }
}

fn check(first: LocalDay, end: LocalDay, grain: Grain) -> Result<()> {
    let (days, most) = (
        end.number() - first.number(),
        match grain {
            Grain::Quarter | Grain::Hour => DAYS.0,
            Grain::Day | Grain::Week | Grain::Month => DAYS.1,
        },
    );
    if days < 1 {
        return Err(Error::invalid(
            "end",
            "too_small",
            "Expected a day after start; end itself is not included",
        ));
    }
    if days > most {
        let message =
            format!("Expected at most {most} days at a resolution of {grain}; ask for less at once");
        return Err(Error::invalid("end", "too_big", message));
    }
    Ok(())
}

fn put_together(
    read: &mut Read<'_>,
    organization: OrganizationId,
    subscription: SubscriptionId,
    (first, end): (LocalDay, LocalDay),
    grain: Grain,
    zone: &TimeZone,
) -> Result<(Grain, Vec<Point>)> {
    let days = usage_days::between(read, organization, subscription, first, end)?;
    let hours = days.iter().any(|day| day.resolution == Resolution::Hour);
    let grain = if grain == Grain::Quarter && hours { Grain::Hour } else { grain };
    let mut points = match grain {
        Grain::Quarter => slots(&days, zone),
        Grain::Hour => hourly(&slots(&days, zone)),
        Grain::Day | Grain::Week | Grain::Month => {
            let next = |day: LocalDay| next(day, grain).min(end);
            let starts = std::iter::successors(Some(first), |day| Some(next(*day)));
            let parts = starts.take_while(|day| *day < end);
            parts.map(|day| points::sum(&days, day, next(day), zone)).collect()
        }
    };
    points.retain(|point| point.milli.is_some());
    Ok((grain, points))
}

fn slots(days: &[UsageDay], zone: &TimeZone) -> Vec<Point> {
    days.iter().flat_map(|day| points::by_slot(day, zone)).collect()
}

/// Slots as hours.
fn hourly(slots: &[Point]) -> Vec<Point> {
    let hour = |point: &Point| point.start.as_seconds().div_euclid(3600);
    let together = |slots: &[Point]| {
        let (first, last) = (slots.first()?, slots.last()?);
        Some(points::together(slots, (first.start, last.end)))
    };
    slots.chunk_by(|a, b| hour(a) == hour(b)).filter_map(together).collect()
}

/// The first day of the week or month after the one that `day` lies in, or the next day.
fn next(day: LocalDay, grain: Grain) -> LocalDay {
    match grain {
        Grain::Quarter | Grain::Hour | Grain::Day => day.plus_days(1),
        Grain::Week => day.plus_days(7 - i64::from(day.date().weekday().to_monday_zero_offset())),
        Grain::Month => day.first_of_month(1),
    }
}
