//! Rust source reduced to its code: comments and literals become blanks, lines stay where they are.

/// The code of a Rust source, with every comment, string and character literal blanked.
pub(super) fn without_comments_and_strings(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(letter) = rest.chars().next() {
        let length = literal_or_comment(rest, &code);
        let (taken, after) = rest.split_at(if length == 0 { letter.len_utf8() } else { length });
        if length == 0 {
            code.push(letter);
        } else {
            code.extend(taken.chars().map(|letter| if letter == '\n' { '\n' } else { ' ' }));
        }
        rest = after;
    }
    code
}

/// The length of the comment or literal that `rest` begins with, 0 when it begins with code.
fn literal_or_comment(rest: &str, before: &str) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    if let Some(inside) = rest.strip_prefix('"') {
        return 1 + quoted(inside, '"');
    }
    if rest.starts_with('\'') {
        return character(rest);
    }
    let inside_a_word = before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_');
    if inside_a_word { 0 } else { raw_string(rest) }
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        if here.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// The length up to and with the closing quote, escapes passed over.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices() {
        if escaped {
            escaped = false;
        } else if letter == '\\' {
            escaped = true;
        } else if letter == quote {
            return at + quote.len_utf8();
        }
    }
    rest.len()
}

/// A character literal; a lifetime has length 0.
fn character(rest: &str) -> usize {
    let inside = &rest[1..];
    let mut letters = inside.chars();
    match (letters.next(), letters.next()) {
        (Some('\\'), _) => 1 + quoted(inside, '\''),
        (Some(letter), Some('\'')) => 2 + letter.len_utf8(),
        _ => 0,
    }
}

/// `r"…"`, `r#"…"#`, `br"…"`, `cr"…"`; 0 for anything else.
fn raw_string(rest: &str) -> usize {
    let bare = rest.trim_start_matches(['b', 'c']);
    let Some(after) = bare.strip_prefix('r') else { return 0 };
    let hashes = after.len() - after.trim_start_matches('#').len();
    let Some(inside) = after[hashes..].strip_prefix('"') else { return 0 };
    let end = format!("\"{}", "#".repeat(hashes));
    let start = rest.len() - inside.len();
    inside.find(&end).map_or(rest.len(), |at| start + at + end.len())
}
