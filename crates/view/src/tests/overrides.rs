use crate::pages::errors::NotFound;
use crate::{Chrome, View, ViewError, check};
use vestibule_kernel::Locale;

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, source) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, source).unwrap();
    }
    folder
}

fn not_found(view: &View) -> String {
    view.page(&Chrome::neutral(Locale::De), &NotFound {}).unwrap()
}

#[test]
fn an_operators_template_wins_and_the_rest_stays() {
    let own = "{% extends \"layout/portal.html\" %}{% block main %}<h1>Nanu</h1>{% endblock %}";
    let folder = folder(&[("errors/not_found.html", own), ("notes.txt", "{{ broken")]);
    let view = View::new(Some(folder.path())).unwrap();
    assert!(not_found(&view).contains("<h1>Nanu</h1>"));
    assert_eq!(check(folder.path()), Vec::new());
}

#[test]
fn an_operators_text_wins() {
    let folder = folder(&[("locales/de/own.ftl", "not-found-title = Nichts da\n")]);
    let html = not_found(&View::new(Some(folder.path())).unwrap());
    assert!(html.contains("<h1>Nichts da</h1>") && html.contains("Zum Inhalt"));
}

#[test]
fn a_template_that_does_not_parse_is_told_with_file_and_line() {
    let folder = folder(&[("errors/not_found.html", "<p>\n{% if %}\n</p>")]);
    let Err(ViewError::Template { file, line, .. }) = View::new(Some(folder.path())) else {
        panic!("it was taken")
    };
    assert_eq!((file.as_str(), line), ("errors/not_found.html", 2));
    assert_eq!(check(folder.path()).len(), 1);
}

#[test]
fn a_template_that_uses_what_is_not_there_is_told_with_file_and_line() {
    for line in
        ["{{ page.nothing }}", "{{ t('no-such-key') }}", "{{ 'x'|no_filter }}", "{% include 'gone.html' %}"]
    {
        let folder = folder(&[("errors/not_found.html", &format!("<p>\n\n{line}</p>"))]);
        let Err(ViewError::Template { file, line: at, .. }) = View::new(Some(folder.path())) else {
            panic!("{line} was taken")
        };
        assert_eq!((file.as_str(), at), ("errors/not_found.html", 3), "{line}");
    }
}

#[test]
fn an_error_inside_an_included_part_is_told_where_it_is() {
    let folder = folder(&[("parts/contact.html", "\n{{ page.nothing }}")]);
    let problems = check(folder.path());
    assert!(problems.len() > 10);
    assert!(
        problems.iter().all(|problem| problem.to_string().starts_with("parts/contact.html:2:")),
        "{problems:?}"
    );
}

#[test]
fn a_page_that_is_not_well_formed_is_told() {
    let folder = folder(&[("errors/not_found.html", "<p><b></p>")]);
    let problems = check(folder.path());
    assert_eq!(problems.len(), Locale::ALL.len());
    assert!(problems[0].to_string().contains("</p> closes <b>"), "{}", problems[0]);
}

#[test]
fn a_broken_language_file_and_a_missing_folder_are_told() {
    let folder = folder(&[("locales/de/own.ftl", "not-found-title = { $name\n")]);
    assert!(
        matches!(View::new(Some(folder.path())), Err(ViewError::Language { file, .. }) if file == "de/own.ftl")
    );
    let gone = folder.path().join("gone");
    assert!(View::new(Some(&gone)).unwrap_err().to_string().contains("gone"));
}
