//! Every invoice, newest first, a page at a time.

use super::InvoiceRow;
use crate::page::Page;
use crate::pages::samples;

/// One page of the list of invoices.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct InvoiceList {
    /// The invoices, newest first.
    pub rows: Vec<InvoiceRow>,
    /// Path of the page with newer ones.
    pub newer: Option<String>,
    /// Path of the page with older ones.
    pub older: Option<String>,
}

impl Page for InvoiceList {
    const TEMPLATE: &'static str = "invoices/list.html";
    const TITLE: &'static str = "invoices-title";

    fn samples() -> Vec<Self> {
        let rows = samples::invoice_rows();
        let named = |row: &InvoiceRow| {
            row.clone().for_plan(Some("Grundversorgungsersatzbelieferungstarif".to_owned()))
        };
        let many = rows.iter().cycle().take(25).map(named).collect();
        vec![
            Self { rows: rows[..3].to_vec(), newer: None, older: None },
            Self::default(),
            Self { rows, newer: None, older: Some("/invoices?after=a".to_owned()) },
            Self {
                rows: many,
                newer: Some("/invoices?before=b".to_owned()),
                older: Some("/invoices?after=a&subscription=s".to_owned()),
            },
        ]
    }
}
