//! The account hub: what there is to do, what there is to pay, and what the contract is.

use super::{Account, ContractCard, ContractState, PriceCard, UsageCard, UsageCardData};
use crate::page::Page;
use crate::pages::invoices::{InvoiceRow, InvoiceState};
use crate::pages::samples;
use vestibule_kernel::customer::Customer;
use vestibule_kernel::id::SubscriptionId;
use vestibule_kernel::invoice::{Invoice, InvoiceType};
use vestibule_kernel::subscription::Contract;
use vestibule_kernel::{Money, TimeZone, Timestamp};

/// More tasks than this are not listed, they are in the list of invoices.
const TASKS: usize = 3;

/// The first page of a customer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Overview {
    /// When the page is shown.
    pub now: Timestamp,
    /// Whom it greets: first name, or company.
    pub name: String,
    /// What needs the customer, the most urgent first.
    pub tasks: Vec<Task>,
    /// The newest invoice that is not settled; of an ended contract without one, the latest.
    pub bill: Option<Bill>,
    /// The contract that the page is about.
    pub contract: Option<ContractCard>,
    /// The latest invoices.
    pub invoices: Vec<InvoiceRow>,
    /// What was used this month.
    pub usage: Option<UsageCard>,
    /// What a kilowatt-hour costs now.
    pub price: Option<PriceCard>,
}

/// Something that needs the customer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Task {
    /// What it is.
    pub kind: TaskKind,
    /// The invoice that it is about.
    pub invoice: InvoiceRow,
}

vestibule_kernel::text_enum! {
    /// What can need a customer.
    TaskKind {
        /// A payment could not be collected.
        PaymentFailed = "payment_failed",
        /// An invoice should have been paid by now.
        Overdue = "overdue",
    }
}

vestibule_kernel::text_enum! {
    /// What an invoice on the first page is called.
    BillTitle {
        /// The next one of a contract that goes on.
        Next = "open",
        /// One that is still to be paid, though it should have been, or no other comes after it.
        Open = "overdue",
        /// One that could not be collected.
        PaymentFailed = "payment_failed",
        /// What the operator owes.
        Credit = "credit",
        /// The latest of a contract that has ended.
        Latest = "latest",
    }
}

/// The invoice that matters most now.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Bill {
    /// What it is called.
    pub title: BillTitle,
    /// The invoice.
    pub invoice: InvoiceRow,
    /// How much it is, whoever gets it.
    pub amount: Money,
    /// The account that it will be debited from; `None` when it is not.
    pub account: Option<Account>,
}

/// What the page is made from.
#[derive(Debug, Clone, Copy)]
pub struct OverviewData<'a> {
    /// Who is signed in.
    pub customer: &'a Customer,
    /// Their contracts, in the order in which they are listed.
    pub contracts: &'a [Contract],
    /// The contract that was asked for.
    pub chosen: Option<SubscriptionId>,
    /// Open invoices, newest first.
    pub open: &'a [Invoice],
    /// The latest invoices, newest first.
    pub latest: &'a [Invoice],
    /// What was used this month.
    pub usage: Option<&'a UsageCardData>,
    /// What a kilowatt-hour costs now.
    pub price: Option<&'a PriceCard>,
    /// When the page is shown.
    pub now: Timestamp,
    /// Where its days begin and end.
    pub zone: &'a TimeZone,
}

impl Overview {
    /// The page. Without a choice it is about the first contract that runs, else the first that will, else the first.
    #[must_use]
    pub fn of(data: OverviewData<'_>) -> Self {
        let card = |contract: &Contract| ContractCard::of(contract, data.now, data.zone);
        let contracts: Vec<ContractCard> = data.contracts.iter().map(card).collect();
        let contract = choose(&contracts, data.chosen).cloned();
        let row = |invoice: &Invoice| InvoiceRow::of(invoice, data.now, data.zone, None);
        let open: Vec<InvoiceRow> = data.open.iter().map(row).collect();
        let latest: Vec<InvoiceRow> = data.latest.iter().map(row).collect();
        let ended = contract.as_ref().is_some_and(|contract| contract.state == ContractState::Ended);
        let closing = || latest.iter().find(|row| ended && is_charge(row));
        let customer = data.customer;
        Self {
            now: data.now,
            name: customer.company_name.clone().unwrap_or_else(|| customer.first_name.clone()),
            tasks: tasks(&open),
            bill: open.first().or_else(closing).map(|invoice| bill(invoice, &data, contract.as_ref())),
            invoices: latest,
            usage: data.usage.map(UsageCard::of),
            price: data.price.cloned(),
            contract,
        }
    }
}

fn choose(contracts: &[ContractCard], chosen: Option<SubscriptionId>) -> Option<&ContractCard> {
    let running =
        |contract: &&ContractCard| !matches!(contract.state, ContractState::Pending | ContractState::Ended);
    contracts
        .iter()
        .find(|contract| Some(contract.id) == chosen)
        .or_else(|| contracts.iter().find(running))
        .or_else(|| contracts.iter().find(|contract| contract.state == ContractState::Pending))
        .or_else(|| contracts.first())
}

fn tasks(open: &[InvoiceRow]) -> Vec<Task> {
    let of_kind = |state, kind| {
        open.iter().filter(move |row| row.state == state).map(move |row| Task { kind, invoice: row.clone() })
    };
    of_kind(InvoiceState::PaymentFailed, TaskKind::PaymentFailed)
        .chain(of_kind(InvoiceState::Overdue, TaskKind::Overdue))
        .take(TASKS)
        .collect()
}

fn bill(invoice: &InvoiceRow, data: &OverviewData<'_>, chosen: Option<&ContractCard>) -> Bill {
    let subscription = data.open.first().and_then(|invoice| invoice.subscription);
    let own = data.contracts.iter().find(|contract| Some(contract.subscription.id) == subscription);
    let account = match own {
        Some(contract) => contract.payment_method.as_ref().map(Account::from),
        None => chosen.and_then(|contract| contract.account.clone()),
    };
    Bill {
        title: title(invoice.state, chosen),
        invoice: invoice.clone(),
        amount: Money::new(invoice.total.minor.saturating_abs(), invoice.total.currency),
        account: account.filter(|_| invoice.state == InvoiceState::Open),
    }
}

/// What an invoice is called. A contract that has ended has no next one.
fn title(state: InvoiceState, contract: Option<&ContractCard>) -> BillTitle {
    match state {
        InvoiceState::Open if contract.is_some_and(|it| it.state == ContractState::Ended) => BillTitle::Open,
        InvoiceState::Open => BillTitle::Next,
        InvoiceState::Overdue => BillTitle::Open,
        InvoiceState::PaymentFailed => BillTitle::PaymentFailed,
        InvoiceState::Credit => BillTitle::Credit,
        InvoiceState::Paid | InvoiceState::Refunded | InvoiceState::Voided | InvoiceState::Uncollectible => {
            BillTitle::Latest
        }
    }
}

/// Whether an invoice stands, and is not one that was taken back or that takes another back.
fn is_charge(invoice: &InvoiceRow) -> bool {
    invoice.state != InvoiceState::Voided && invoice.invoice_type != InvoiceType::Void
}

impl Page for Overview {
    const TEMPLATE: &'static str = "customers/overview.html";
    const TITLE: &'static str = "overview-title";

    fn samples() -> Vec<Self> {
        samples::overviews()
    }
}
