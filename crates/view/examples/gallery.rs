//! Writes every page with every sample in every language into a folder, with the stylesheet beside it:
//! `cargo run -p vestibule-view --example gallery -- /tmp/gallery`, then open `index.html`.

use std::io::Write;
use std::path::Path;
use vestibule_view::{View, gallery, stylesheet};

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "gallery".to_owned());
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("app.css"), stylesheet().css)?;
    let pages = View::new(None).and_then(|view| gallery(&view)).map_err(std::io::Error::other)?;
    let mut index = String::from("<!doctype html><meta charset=\"utf-8\"><title>Gallery</title><ul>");
    for (name, html) in &pages {
        std::fs::write(folder.join(name), html.replace(&stylesheet().path, "app.css"))?;
        index += &format!("<li><a href=\"{name}\">{name}</a></li>");
    }
    std::fs::write(folder.join("index.html"), index + "</ul>")?;
    writeln!(std::io::stdout(), "{} pages", pages.len())
}
