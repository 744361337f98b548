//! Documents and logos that records name.

use super::{BASE, Bench, PDF, Sources, import, unwatched};
use crate::records::Options;
use vestibule_kernel::asset::Digest32;
use vestibule_store::tables::{assets, invoices, portals};

/// The base records with a document for the invoice.
fn with_document(path: &str) -> String {
    BASE.replace("\"R-1\"", &format!("\"R-1\",\"document\":{}", serde_json::to_string(path).unwrap()))
}

#[tokio::test]
async fn a_document_is_stored_with_its_invoice() {
    for path in ["documents/a/r1.pdf", "a/r1.pdf"] {
        let bench = Bench::new().await;
        bench.file("records.ndjson", with_document(path)).file("documents/a/r1.pdf", PDF);
        bench.takes().await;
        let organization = bench.organization.id;
        let stored = bench
            .read(move |read| {
                let id = invoices::id_by_external(read, organization, "R-1")?.unwrap();
                let invoice = invoices::find(read, organization, id)?.unwrap();
                assets::find(read, organization, invoice.document.unwrap())
            })
            .await;
        assert_eq!(stored.unwrap().bytes, PDF);
    }
}

#[tokio::test]
async fn the_same_document_again_changes_nothing() {
    let bench = Bench::new().await;
    bench.file("records.ndjson", with_document("r1.pdf")).file("documents/r1.pdf", PDF);
    bench.takes().await;
    assert_eq!(bench.takes().await.written, 0);
}

#[tokio::test]
async fn what_is_no_whole_pdf_is_refused() {
    let bench = Bench::new().await;
    for (bytes, reason) in [
        (b"<html>".as_slice(), "the file is no PDF: it does not begin with %PDF-"),
        (b"", "the file is no PDF"),
        (b"%PDF-1.4\nhalf of it", "the PDF is cut off"),
    ] {
        bench.file("documents/r1.pdf", bytes);
        let found = bench.refuses_records(&with_document("r1.pdf")).await;
        assert!(found.starts_with("records.ndjson:5: document: ") && found.contains(reason), "{found}");
    }
    let large = bench.path().join("documents/r1.pdf");
    std::fs::File::create(large).unwrap().set_len((20 << 20) + 1).unwrap();
    assert!(bench.refuses_records(&with_document("r1.pdf")).await.contains("at most 20971520 are taken"));
}

#[tokio::test]
async fn a_document_is_a_file_below_the_documents_folder() {
    let bench = Bench::new().await;
    bench.file("documents/r1.pdf", PDF).file("outside.pdf", PDF);
    let outside = bench.path().join("outside.pdf");
    for path in [
        "../outside.pdf",
        "documents/../../outside.pdf",
        "a/../../outside.pdf",
        outside.to_str().unwrap(),
        "./../outside.pdf",
        "..\\outside.pdf",
    ] {
        let found = bench.refuses_records(&with_document(path)).await;
        assert!(found.contains("document: expected a relative path below the folder"), "{path}: {found}");
    }
    assert!(bench.refuses_records(&with_document("missing.pdf")).await.contains("there is no file"));
    assert!(bench.refuses_records(&with_document("documents")).await.contains("no file"));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&outside, bench.path().join("documents/link.pdf")).unwrap();
        let found = bench.refuses_records(&with_document("link.pdf")).await;
        assert!(found.contains("leads out of the folder"), "{found}");
    }
}

#[tokio::test]
async fn a_stream_has_no_files() {
    let bench = Bench::new().await;
    let sources = Sources::from_reader("standard input", &mut with_document("r1.pdf").as_bytes()).unwrap();
    let summary =
        import(&bench.ctx, &bench.organization, sources, Options::default(), unwatched()).await.unwrap();
    assert_eq!(summary.rejected.len(), 1);
    assert!(
        summary.rejected[0].to_string().starts_with("standard input:5: document: names a file, but a stream")
    );
}

#[tokio::test]
async fn logos_are_stored_with_their_portal() {
    let bench = Bench::new().await;
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0h1\"/></svg>";
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0".as_slice();
    bench.file("logos/light.svg", svg).file("logos/dark.png", png);
    let portal = r#"{"type":"portal","slug":"lumen","name":"Lumen","theme":{"logo_dark":"logos/dark.png","logo_light":"logos/light.svg"}}"#;
    bench.file("records.ndjson", portal);
    bench.takes().await;
    let organization = bench.organization.id;
    let portal = bench.read(move |read| portals::list(read, organization)).await.remove(0);
    assert_eq!(portal.theme.logo_light.unwrap().0, Digest32::of(svg));
    assert_eq!(portal.theme.logo_dark.unwrap().0, Digest32::of(png));
    let stored = bench.read(move |read| assets::find(read, organization, Digest32::of(png))).await;
    assert_eq!(stored.unwrap().bytes, png);
}

#[tokio::test]
async fn logos_that_are_large_or_run_something_are_refused() {
    let bench = Bench::new().await;
    let portal = r#"{"type":"portal","slug":"lumen","name":"Lumen","theme":{"logo_light":"logo.svg"}}"#;
    for (bytes, reason) in [
        (b"<svg><script>alert(1)</script></svg>".to_vec(), "the SVG has <script>"),
        (b"GIF89a".to_vec(), "neither a PNG nor an SVG"),
        (vec![b' '; (16 << 10) + 1], "at most 16384 are taken"),
        (b"\x89PNG\r\n\x1a\nbroken".to_vec(), "the PNG is damaged"),
    ] {
        bench.file("logo.svg", bytes);
        let found = bench.refuses_records(portal).await;
        assert!(found.contains("theme.logo_light: ") && found.contains(reason), "{found}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_document_that_is_a_pipe_is_refused_and_not_waited_for() {
    let bench = Bench::new().await;
    bench.file("documents/r0.pdf", PDF);
    super::pipe(&bench.path().join("documents/r1.pdf"));
    let found = bench.refuses_records(&with_document("r1.pdf")).await;
    assert_eq!(found, "records.ndjson:5: document: names something that is no file (r1.pdf)");
}
