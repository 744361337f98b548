//! What a run found: rows for people and numbers for machines.

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::fmt::Write;
use std::path::Path;

/// A value beside what it should be.
#[derive(Debug, Clone)]
pub struct Goal {
    /// The goal in a few signs, such as `< 25 ms`.
    pub text: String,
    /// Whether the value reaches it.
    pub met: bool,
}

impl Goal {
    /// Less than `limit`.
    pub fn below(value: f64, limit: f64, unit: &str) -> Self {
        Self { text: format!("< {limit} {unit}"), met: value < limit }
    }

    /// `limit` or more.
    pub fn at_least(value: f64, limit: f64, unit: &str) -> Self {
        Self { text: format!("≥ {limit} {unit}"), met: value >= limit }
    }

    /// `limit` or less.
    pub fn at_most(value: f64, limit: f64, unit: &str) -> Self {
        Self { text: format!("≤ {limit} {unit}"), met: value <= limit }
    }
}

#[derive(Debug)]
struct Row {
    name: String,
    value: String,
    goal: Option<Goal>,
    note: String,
}

/// Sections of rows, and the numbers behind them.
#[derive(Debug, Default)]
pub struct Report {
    sections: Vec<(String, Vec<Row>)>,
    numbers: Map<String, Value>,
    elsewhere: f64,
}

impl Report {
    /// Begins a section; the rows that follow belong to it.
    pub fn section(&mut self, title: impl Into<String>) {
        self.sections.push((title.into(), Vec::new()));
    }

    /// Adds a row.
    pub fn row(
        &mut self,
        name: impl Into<String>,
        value: impl Into<String>,
        goal: Option<Goal>,
        note: impl Into<String>,
    ) {
        let row = Row { name: name.into(), value: value.into(), goal, note: note.into() };
        if self.sections.is_empty() {
            self.section("Results");
        }
        if let Some((_, rows)) = self.sections.last_mut() {
            rows.push(row);
        }
    }

    /// Keeps numbers under the name of a part and of what was measured in it.
    pub fn number(&mut self, part: &str, name: &str, value: Value) {
        let entry = self.numbers.entry(part).or_insert_with(|| json!({}));
        if let Some(object) = entry.as_object_mut() {
            object.insert(name.to_owned(), value);
        }
    }

    /// Notes that something else kept so many processors busy during a measurement.
    pub fn disturbed(&mut self, elsewhere: f64) {
        self.elsewhere = self.elsewhere.max(elsewhere);
    }

    /// What something else kept busy in the most disturbed measurement, in processors.
    pub fn elsewhere(&self) -> f64 {
        self.elsewhere
    }

    /// How many goals were missed.
    pub fn missed(&self) -> usize {
        self.rows().filter(|row| row.goal.as_ref().is_some_and(|goal| !goal.met)).count()
    }

    /// The aligned table.
    pub fn table(&self) -> String {
        let width = |of: fn(&Row) -> usize| self.rows().map(of).max().unwrap_or(0);
        let name = width(|row| row.name.chars().count());
        let value = width(|row| row.value.chars().count());
        let goal = width(|row| row.goal.as_ref().map_or(0, |goal| goal.text.chars().count()));
        let mut text = String::new();
        for (title, rows) in &self.sections {
            // Writing to a string cannot fail.
            writeln!(text, "\n{title}").ok();
            for row in rows {
                let (target, mark) = row
                    .goal
                    .as_ref()
                    .map_or(("", " "), |goal| (goal.text.as_str(), if goal.met { "✓" } else { "✗" }));
                let line = format!(
                    "  {:<name$}  {:>value$}  {:<goal$} {mark}  {}",
                    row.name, row.value, target, row.note
                );
                writeln!(text, "{}", line.trim_end()).ok();
            }
        }
        text
    }

    /// Writes everything with the circumstances of the run to `path`.
    pub fn write(&self, path: &Path, circumstances: &Value) -> Result<()> {
        let mut all = circumstances.as_object().cloned().unwrap_or_default();
        all.insert("elsewhere_cores_at_most".into(), json!(self.elsewhere));
        all.insert("results".into(), self.rows_json());
        all.insert("numbers".into(), Value::Object(self.numbers.clone()));
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        let text = serde_json::to_string_pretty(&all)? + "\n";
        std::fs::write(path, text).with_context(|| format!("writing {}", path.display()))
    }

    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.sections.iter().flat_map(|(_, rows)| rows)
    }

    fn rows_json(&self) -> Value {
        let rows = self.sections.iter().flat_map(|(title, rows)| rows.iter().map(move |row| (title, row)));
        rows.map(|(title, row)| {
            json!({
                "section": title, "name": row.name, "value": row.value, "note": row.note,
                "goal": row.goal.as_ref().map(|goal| &goal.text), "met": row.goal.as_ref().map(|goal| goal.met),
            })
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_missed_goals_counted() {
        let mut report = Report::default();
        report.section("Sign-ins");
        report.row("bare", "10,000 /s", None, "");
        report.row("SQLite, share", "9.0 %", Some(Goal::at_least(9.0, 12.0, "%")), "p99 2 ms");
        report.section("Start");
        report.row("SQLite", "20 ms", Some(Goal::below(20.0, 200.0, "ms")), "");
        let expected = "\nSign-ins\n  bare           10,000 /s\n  SQLite, share      9.0 %  ≥ 12 %   ✗  p99 2 ms\n\
            \nStart\n  SQLite             20 ms  < 200 ms ✓\n";
        assert_eq!(report.table(), expected);
        assert_eq!(report.missed(), 1);
    }

    #[test]
    fn the_result_file_has_circumstances_rows_and_numbers() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("new/result.json");
        let mut report = Report::default();
        report.row("a", "1", None, "");
        report.number("signin", "sqlite", json!({ "rate": 1 }));
        report.number("signin", "bare", json!(2));
        report.write(&path, &json!({ "date": "today" })).unwrap();
        let read: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(read["date"], "today");
        assert_eq!(read["results"][0]["name"], "a");
        assert_eq!(read["numbers"]["signin"], json!({ "sqlite": { "rate": 1 }, "bare": 2 }));
    }
}
