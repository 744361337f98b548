//! `keep_going`: the good rows are written, the bad ones go to a file with their reasons.

use super::{BASE, Backend, Bench, Options, Sources, Summary, import, unwatched};
use serde_json::Value;

on_both_databases! {
    the_good_rows_are_written_and_the_bad_ones_reported
    what_depends_on_a_bad_row_is_rejected_with_it
    of_a_record_that_is_there_twice_the_first_is_written
    rows_that_are_no_json_are_kept_as_text
    of_a_file_that_breaks_off_nothing_is_lost_silently
    a_good_input_makes_no_file_of_rejects
    rejects_in_the_folder_of_the_input_are_not_read
    rejects_under_any_name_are_not_read_as_records
    a_second_look_leaves_no_rejects_of_the_first
    rejects_do_not_overwrite_the_input
}

async fn keep_going(bench: &Bench) -> (Summary, Vec<Value>) {
    let folder = tempfile::tempdir().unwrap();
    let rejects = folder.path().join("rejects");
    let options = Options { keep_going: true, rejects: Some(rejects.clone()), ..Options::default() };
    let summary = bench.import_with(options, unwatched()).await.unwrap();
    let text = std::fs::read_to_string(&rejects).unwrap_or_default();
    (summary, text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

async fn the_good_rows_are_written_and_the_bad_ones_reported(on: Backend) {
    let bench = Bench::on(on).await;
    bench.file("records.ndjson", BASE);
    bench.file(
        "customers.csv",
        "external_id,last_name,email\nK-2,Berger,b@example.com\nK-3,Claus,nobody\nK-4,Dorn\n",
    );
    let (summary, rejects) = keep_going(&bench).await;
    assert_eq!((summary.written, summary.rejected_rows), (6, 2));
    assert_eq!(rejects.len(), 2);
    assert_eq!(rejects[0]["line"], 3);
    assert_eq!(rejects[0]["column"], "email");
    assert_eq!(rejects[0]["value"], "nobody");
    assert!(rejects[0]["reason"].as_str().unwrap().starts_with("expected an e-mail address"));
    assert_eq!(rejects[0]["record"]["external_id"], "K-3");
    assert_eq!(rejects[1]["record"]["last_name"], "Dorn");
}

async fn what_depends_on_a_bad_row_is_rejected_with_it(on: Backend) {
    let bench = Bench::on(on).await;
    bench.file("records.ndjson", BASE.replace("annika@", ""));
    let (summary, rejects) = keep_going(&bench).await;
    assert_eq!((summary.written, summary.rejected_rows), (2, 3));
    let lines: Vec<u64> = rejects.iter().map(|reject| reject["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [3, 4, 5]);
    let reason = rejects[1]["reason"].as_str().unwrap();
    assert!(reason.starts_with("belongs to a customer that is refused itself, at "), "{reason}");
    assert_eq!(rejects[2]["record"]["external_id"], "R-1");
}

async fn of_a_record_that_is_there_twice_the_first_is_written(on: Backend) {
    let bench = Bench::on(on).await;
    let second = BASE.lines().nth(2).unwrap().replace("Annika", "Anna");
    bench.file("records.ndjson", format!("{BASE}{second}\n"));
    let (summary, rejects) = keep_going(&bench).await;
    assert_eq!((summary.written, summary.rejected_rows), (5, 1));
    assert_eq!(rejects[0]["record"]["first_name"], "Anna");
}

async fn rows_that_are_no_json_are_kept_as_text(on: Backend) {
    let bench = Bench::on(on).await;
    bench.file("records.ndjson", format!("{BASE}{{\"type\": oops\n"));
    let (summary, rejects) = keep_going(&bench).await;
    assert_eq!((summary.written, summary.rejected_rows), (5, 1));
    assert_eq!(rejects[0]["record"], "{\"type\": oops");
}

async fn of_a_file_that_breaks_off_nothing_is_lost_silently(on: Backend) {
    let bench = Bench::on(on).await;
    bench.file("records.ndjson", BASE).file("customers.csv", "external_id,shoe_size\nK-2,43\n");
    let (summary, rejects) = keep_going(&bench).await;
    assert_eq!(summary.written, 5);
    assert!(!summary.is_clean());
    assert_eq!(rejects[0]["column"], "shoe_size");
}

async fn a_good_input_makes_no_file_of_rejects(on: Backend) {
    let bench = Bench::on(on).await;
    bench.file("records.ndjson", BASE);
    let (summary, rejects) = keep_going(&bench).await;
    assert!(summary.is_clean() && rejects.is_empty());
}

async fn rejects_in_the_folder_of_the_input_are_not_read(on: Backend) {
    for name in ["rejects.ndjson", "bad.ndjson"] {
        let bench = Bench::on(on).await;
        bench
            .file("records.ndjson", BASE)
            .file("customers.csv", "external_id,last_name,email\nK-3,Claus,x\n");
        let rejects = Some(bench.path().join(name));
        let options = Options { keep_going: true, rejects, ..Options::default() };
        let first = bench.import_with(options.clone(), unwatched()).await.unwrap();
        assert_eq!((first.written, first.rejected_rows, first.left_aside.len()), (5, 1, 0));
        let again = bench.import_with(options, unwatched()).await.unwrap();
        assert_eq!((again.unchanged, again.rejected_rows), (5, 1), "{:#?}", again.rejected);
        assert!(again.left_aside[0].file.ends_with(name) && again.left_aside.len() == 1);
        assert_eq!(again.left_aside[0].reason, "it holds what an import refused");
    }
    let bench = Bench::on(on).await;
    bench.file("records.ndjson", BASE).file("rejects.ndjson", "{}\n");
    assert_eq!(bench.takes().await.left_aside.len(), 1);
}

async fn rejects_under_any_name_are_not_read_as_records(on: Backend) {
    let bench = Bench::on(on).await;
    bench.file("records.ndjson", BASE).file("customers.csv", "external_id,last_name,email\nK-3,Claus,x\n");
    for name in ["bad.ndjson", "invoices.csv"] {
        let rejects = Some(bench.path().join(name));
        bench.import_with(Options { rejects, ..Options::default() }, unwatched()).await.unwrap();
    }
    std::fs::remove_file(bench.path().join("customers.csv")).unwrap();
    let again = bench.takes().await;
    let aside: Vec<_> =
        again.left_aside.iter().map(|aside| (aside.file.rsplit('/').next().unwrap(), aside.reason)).collect();
    let reason = "it holds what an import refused";
    assert_eq!(aside, [("bad.ndjson", reason), ("invoices.csv", reason)]);
    let named = Sources::from_paths(&[bench.path().join("bad.ndjson")]).unwrap_err().to_string();
    assert!(named.contains("bad.ndjson: holds what an import refused; mend the records"), "{named}");
    // A record that has such fields is bad, but it is a record.
    let portal = r#"{"file":"a","line":1,"reason":"b","type":"portal","slug":"a","name":"A"}"#;
    assert!(bench.file("records.ndjson", portal).refuses().await[0].contains("file: is unknown"));
}

async fn a_second_look_leaves_no_rejects_of_the_first(on: Backend) {
    let bench = Bench::on(on).await;
    // The amount is exact in the currency that the organization has after the import.
    let price = r#"{"type":"organization","currency":"KWD"}"#;
    bench.file("records.ndjson", format!("{}{price}\n", BASE.replace("10.99", "10.991")));
    let rejects = bench.path().join("rejects.ndjson");
    let options = Options { rejects: Some(rejects.clone()), ..Options::default() };
    assert!(bench.import_with(options, unwatched()).await.unwrap().is_clean());
    assert!(!rejects.exists());
}

async fn rejects_do_not_overwrite_the_input(on: Backend) {
    let bench = Bench::on(on).await;
    bench.file("records.ndjson", "{}\n");
    let path = bench.path().join("records.ndjson");
    let options = Options { keep_going: true, rejects: Some(path.clone()), ..Options::default() };
    let sources = Sources::from_paths(&[&path]).unwrap();
    let refused = import(&bench.ctx, &bench.organization, sources, options, unwatched()).await.unwrap_err();
    assert!(refused.to_string().contains("is read itself"), "{refused}");
    assert_eq!(std::fs::read_to_string(path).unwrap(), "{}\n");
}
