//! Whatever bytes a file holds, a reader gives rows or problems and comes to its end.

use super::{Item, Reader, row_at};
use crate::records::kinds::{Frame, decode};
use crate::records::sources::Sources;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_oneof, proptest};
use std::collections::BTreeSet;
use vestibule_kernel::organization::OrganizationSettings;
use vestibule_kernel::{Currency, TimeZone};

/// Reads a file to its end; gives the lines that rows began on.
fn lines(name: &str, bytes: &[u8]) -> Vec<u32> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let sources = Sources::from_paths(&[&path]).unwrap();
    let frame = Frame {
        zone: TimeZone::utc(),
        currency: Currency::EUR,
        portal_domain: "portal.example.com".into(),
        api_hosts: vec!["api.example.com".into()],
        settings: OrganizationSettings::default(),
    };
    let mut reader = Reader::open(&sources.files[0]).unwrap();
    let (mut lines, mut places) = (Vec::new(), Vec::new());
    while let Some(item) = reader.next(None).unwrap() {
        match item {
            Item::Row(place, mut row) => {
                decode(&mut row, &frame);
                lines.push(place.line);
                places.push(place);
            }
            Item::Bad(place, _) => {
                lines.push(place.line);
                places.push(place);
            }
            Item::Broken(line, _) => lines.push(line),
        }
    }
    for place in places.into_iter().take(3) {
        row_at(&sources.files[0], place).unwrap();
    }
    lines
}

fn pieces(words: Vec<&'static str>) -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => proptest::sample::select(words).prop_map(|word| word.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..4),
        1 => Just(b"\n".to_vec()),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_read_as_csv_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        lines("customers.csv", &bytes);
    }

    #[test]
    fn any_bytes_are_read_as_ndjson_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        lines("records.ndjson", &bytes);
    }

    #[test]
    fn nearly_csv_is_read_without_a_panic(
        body in pieces(vec!["\"", ",", ";", "\r\n", "K-1", "a@example.com", "2026-01-01", "\"\"", "{}", "-"]),
    ) {
        let file = [b"external_id,customer,plan,status,start_at,address.zip,metadata\n".as_slice(), &body].concat();
        let rows = lines("subscriptions.csv", &file);
        prop_assert!(rows.iter().all(|line| *line >= 2));
        prop_assert!(rows.iter().collect::<BTreeSet<_>>().len() == rows.len());
    }

    #[test]
    fn nearly_ndjson_is_read_without_a_panic(
        body in pieces(vec![
            "{", "}", "\"type\":", "\"invoice\"", ",", "\"total\":1.5", "\"lines\":[{\"amount\":", "]", "\\", "\"",
            "\"period\":{\"start\":\"2026-01-01\"}", "null", "\"external_id\":\"R\"", "\\ud800", "1e999",
        ]),
    ) {
        let rows = lines("records.ndjson", &body);
        prop_assert!(rows.is_sorted());
    }
}
