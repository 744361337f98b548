//! Malformed files of every kind give a located message and change nothing.

use super::{BASE, Bench};

const CUSTOMERS: &str = "external_id,last_name,email\nK-1,Brandt,a@example.com\nK-2,Berger,b@example.com\n";

fn utf16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

#[tokio::test]
async fn csv_is_taken_with_comma_or_semicolon_with_and_without_a_byte_order_mark_and_with_crlf() {
    let variants = [
        CUSTOMERS.to_owned(),
        CUSTOMERS.replace(',', ";"),
        format!("\u{feff}{CUSTOMERS}"),
        CUSTOMERS.replace('\n', "\r\n"),
        CUSTOMERS.trim_end().to_owned(),
        CUSTOMERS.replace("Brandt", "\"Brandt, \"\"die\"\" Erste\""),
    ];
    for variant in variants {
        let bench = Bench::new().await;
        bench.file("customers.csv", &variant);
        assert_eq!(bench.takes().await.written, 2, "{variant:?}");
    }
}

#[tokio::test]
async fn ndjson_is_taken_with_a_byte_order_mark_crlf_blank_lines_and_no_last_line_feed() {
    for variant in [
        format!("\u{feff}{BASE}"),
        BASE.replace('\n', "\r\n"),
        BASE.replace('\n', "\n\n  \n"),
        BASE.trim_end().to_owned(),
    ] {
        let bench = Bench::new().await;
        bench.file("records.jsonl", variant);
        assert_eq!(bench.takes().await.written, 5);
    }
}

#[tokio::test]
async fn other_encodings_are_named() {
    let bench = Bench::new().await;
    bench.file("customers.csv", utf16(CUSTOMERS)).file("records.ndjson", utf16(BASE));
    let findings = bench.refuses().await;
    assert_eq!(findings.len(), 2, "{findings:?}");
    assert!(findings.iter().all(|finding| finding.contains("UTF-16; save it as UTF-8")), "{findings:?}");

    let bench = Bench::new().await;
    bench.file("customers.csv", b"external_id,last_name,email\nK-1,M\xfcller,a@example.com\n");
    bench.file("records.ndjson", b"{\"type\":\"customer\",\"last_name\":\"M\xfcller\"}\n");
    let findings = bench.refuses().await;
    assert!(
        findings[0].starts_with("customers.csv:2: last_name: is not UTF-8: byte 0xFC at position 2"),
        "{findings:?}"
    );
    assert!(
        findings.iter().any(|finding| finding.starts_with("records.ndjson:1: is not UTF-8")),
        "{findings:?}"
    );
}

#[tokio::test]
async fn ragged_rows_are_located() {
    let bench = Bench::new().await;
    bench.file("customers.csv", "external_id,last_name,email\nK-1,Brandt\nK-2,Berger,b@example.com,x\n");
    let findings = bench.refuses().await;
    assert!(findings[0].starts_with("customers.csv:2: has 2 cells, but the header has 3"), "{findings:?}");
    assert!(findings[1].starts_with("customers.csv:3: has 4 cells, but the header has 3"), "{findings:?}");
}

#[tokio::test]
async fn lines_are_counted_across_quoted_line_feeds() {
    let bench = Bench::new().await;
    bench.file(
        "plans.csv",
        "external_id,slug,name,description,plan_type,price\nP,p,N,\"a\nb\nc\",service,1\nQ,q,N,,nope,1\n",
    );
    let findings = bench.refuses().await;
    assert_eq!(findings, ["plans.csv:5: plan_type: expected consumption | feed_in | service (nope)"]);
}

#[tokio::test]
async fn unknown_and_doubled_columns_are_refused() {
    let bench = Bench::new().await;
    bench.file("customers.csv", "external_id,last_name,email,shoe_size\nK-1,B,a@example.com,43\n");
    assert!(
        bench.refuses().await[0]
            .starts_with("customers.csv:1: shoe_size: is unknown; a customer has external_id")
    );

    bench.file("customers.csv", "external_id,email,email\nK-1,a@example.com,a@example.com\n");
    assert!(bench.refuses().await[0].starts_with("customers.csv:1: email: is in the header twice"));
    std::fs::remove_file(bench.path().join("customers.csv")).unwrap();

    let record =
        r#"{"type":"customer","external_id":"K","last_name":"B","email":"a@example.com","shoe_size":43}"#;
    assert!(bench.refuses_records(record).await.starts_with("records.ndjson:1: shoe_size: is unknown"));
    let record = r#"{"type":"customer","external_id":"K","last_name":"B","email":"a@example.com","email":"b@example.com"}"#;
    assert!(bench.refuses_records(record).await.starts_with("records.ndjson:1: email: is given twice"));
}

#[tokio::test]
async fn unknown_types_and_lines_that_are_no_object_are_refused() {
    let bench = Bench::new().await;
    let found = bench.refuses_records("{\"type\":\"shoe\"}\n").await;
    assert!(
        found.starts_with("records.ndjson:1: type: unknown type; expected organization | portal"),
        "{found}"
    );
    for (line, reason) in [
        ("{\"external_id\":\"K\"}", "type: expected one field \"type\""),
        ("{\"type\":\"plan\",\"type\":\"customer\"}", "type: expected one field \"type\""),
        ("[1]", "expected one JSON object on the line"),
        ("{\"type\":\"customer\"", "is not valid JSON at character"),
        ("{\"type\":\"customer\",}", "is not valid JSON at character"),
        ("{} {}", "is not valid JSON at character"),
    ] {
        let found = bench.refuses_records(&format!("\n{line}\n")).await;
        assert!(found.starts_with(&format!("records.ndjson:2: {reason}")), "{line}: {found}");
    }
}

#[tokio::test]
async fn empty_files_archives_and_empty_folders_are_refused() {
    let bench = Bench::new().await;
    bench.file("customers.csv", "").file("records.ndjson", "\u{feff}");
    let findings = bench.refuses().await;
    assert_eq!(findings.len(), 2);
    assert!(findings.iter().all(|finding| finding.contains("the file is empty")), "{findings:?}");

    let bench = Bench::new().await;
    bench.file("customers.csv", b"PK\x03\x04rest of a workbook");
    assert!(bench.refuses().await[0].contains("spreadsheet"));

    let bench = Bench::new().await;
    assert!(bench.import_with(super::Options::default(), super::unwatched()).await.is_err());
}

#[tokio::test]
async fn nul_bytes_are_refused() {
    let bench = Bench::new().await;
    bench.file("customers.csv", "external_id,last_name,email\nK-1,Bra\0ndt,a@example.com\n");
    assert!(bench.refuses().await[0].starts_with("customers.csv:2: last_name: contains a NUL byte"));
    std::fs::remove_file(bench.path().join("customers.csv")).unwrap();
    assert!(bench.refuses_records("{\"type\":\"customer\"\0}\n").await.contains("contains a NUL byte"));
    let escaped = r#"{"type":"customer","external_id":"K","last_name":"B\u0000","email":"a@example.com"}"#;
    assert!(
        bench
            .refuses_records(escaped)
            .await
            .contains("last_name: expected text without control or direction characters")
    );
}

#[tokio::test]
async fn too_long_lines_and_open_quotes_are_refused_without_being_held() {
    let bench = Bench::new().await;
    let long = format!("{{\"type\":\"customer\",\"last_name\":\"{}\"}}\n{{}}\n", "x".repeat(10 << 20));
    bench.file("records.ndjson", long);
    let findings = bench.refuses().await;
    assert_eq!(findings[0], "records.ndjson:1: the line is longer than 1048576 bytes");
    assert!(findings[1].starts_with("records.ndjson:2:"), "{findings:?}");
    std::fs::remove_file(bench.path().join("records.ndjson")).unwrap();

    let rows = "K-2,Berger,b@example.com\n".repeat(200_000);
    bench.file("customers.csv", format!("external_id,last_name,email\nK-1,\"Brandt,a@example.com\n{rows}"));
    let findings = bench.refuses().await;
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].contains("is a quotation mark not closed?"), "{findings:?}");
}

#[tokio::test]
async fn deep_json_is_refused() {
    let bench = Bench::new().await;
    let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
    let with = |field: &str| {
        let rest = BASE.lines().take(3).collect::<Vec<_>>().join("\n");
        format!(
            "{rest}\n{{\"type\":\"subscription\",\"external_id\":\"V\",\"customer\":\"K-1\",\"plan\":\"P-1\",\"status\":\"active\",{field}}}\n"
        )
    };
    let found = bench.refuses_records(&with(&format!("\"metadata\":{{\"a\":{}}}", &deep[4000..6001]))).await;
    assert!(found.contains("metadata: is nested too deeply"), "{found}");
    let found = bench.refuses_records(&with(&format!("\"address\":{deep}"))).await;
    assert!(found.contains("address: expected a JSON object"), "{found}");
    let found = bench.refuses_records(&with(&format!("\"depth\":{deep}"))).await;
    assert!(found.contains("depth: is unknown"), "{found}");
}

#[tokio::test]
async fn files_whose_names_say_nothing_are_left_aside_and_told() {
    let bench = Bench::new().await;
    bench.file("records.ndjson", BASE).file("customer.csv", "x").file("readme.txt", "x").file(".hidden", "x");
    let summary = bench.takes().await;
    let names: Vec<String> =
        summary.left_aside.iter().map(|aside| aside.file.rsplit('/').next().unwrap().to_owned()).collect();
    assert_eq!(names, ["customer.csv", "readme.txt"]);
}

#[tokio::test]
async fn nested_fields_and_lists_have_a_form_in_csv() {
    let bench = Bench::new().await;
    bench.file("records.ndjson", BASE);
    bench.file(
        "subscriptions.csv",
        "external_id;customer;plan;status;address.street;address.house_number;address.zip;address.city;\
         address.country;meter.number;meter.type;metadata\n\
         V-2;K-1;P-1;active;Allee;1;10115;Berlin;DE;;;\n\
         V-3;K-1;P-1;active;;;;;;1EMH1;analog;\"{\"\"a\"\": 1}\"\n",
    );
    bench.file(
        "invoices.csv",
        "external_id,subscription,number,invoice_type,status,total,lines,period.start,period.end,issued_at\n\
         R-9,V-2,9,usage,open,12.50,\"[{\"\"description\"\":\"\"x\"\",\"\"amount\"\":12.5}]\",2026-01-01,2026-02-01,2026-02-01\n",
    );
    assert_eq!(bench.takes().await.written, 8);
}

#[tokio::test]
async fn rows_of_nothing_but_separators_are_passed_over() {
    let bench = Bench::new().await;
    bench.file("customers.csv", format!("{CUSTOMERS},,\n,,\n"));
    assert_eq!(bench.takes().await.written, 2);
}

#[tokio::test]
async fn rows_that_end_with_a_carriage_return_alone_have_lines_of_their_own() {
    let bench = Bench::new().await;
    bench.file("customers.csv", CUSTOMERS.replace('\n', "\r").replace("b@example.com", "nobody"));
    let findings = bench.refuses().await;
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].starts_with("customers.csv:3: email"), "{findings:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_no_file_is_left_aside_and_told() {
    let bench = Bench::new().await;
    bench.file("records.ndjson", BASE).file("documents/r1.pdf", "x");
    super::pipe(&bench.path().join("customers.csv"));
    std::os::unix::fs::symlink("nowhere", bench.path().join("more.ndjson")).unwrap();
    let reasons: Vec<_> = bench.takes().await.left_aside.into_iter().map(|aside| aside.reason).collect();
    assert_eq!(reasons, ["it is no regular file"; 2]);
}

#[tokio::test]
async fn rows_that_cannot_be_read_are_counted_as_read() {
    let bench = Bench::new().await;
    bench.file("records.ndjson", "oops\n".repeat(1200));
    let summary = bench.import().await;
    assert_eq!((summary.read, summary.rejected_rows, summary.unreadable_rows()), (1200, 1200, 1200));
    assert_eq!(summary.refused(), "1200 of 1200 records were refused");
    bench.file("records.ndjson", "oops");
    assert_eq!(bench.import().await.refused(), "the only record was refused");
}

#[tokio::test]
async fn a_file_without_a_usable_header_has_no_rows_to_count() {
    let bench = Bench::new().await;
    bench.file("customers.csv", "external_id,shoe_size\nK-2,43\n");
    let summary = bench.import().await;
    assert_eq!((summary.read, summary.rejected_rows, summary.broken_files), (0, 0, 1));
    assert_eq!(summary.refused(), "1 file cannot be read in full");
    bench.file("plans.csv", "").file("records.ndjson", "oops\n{}\n");
    let refused = bench.import().await.refused();
    assert_eq!(refused, "2 of 2 records were refused, and 2 files cannot be read in full");
}
