//! What the description of the API says of an answer, beside what somebody wants it to say.

use serde_json::{Map, Value};

/// The schemas of a description.
pub(super) struct Schemas<'d>(&'d Value);

/// A schema with everything in it that it refers to.
#[derive(Default)]
struct Shape {
    kind: String,
    may_be_null: bool,
    words: Vec<String>,
    members: Map<String, Value>,
    always: Vec<String>,
    items: Value,
}

impl<'d> Schemas<'d> {
    /// Those of `document`.
    pub(super) fn of(document: &'d Value) -> Self {
        Self(document)
    }

    /// What the answer of `operation`, such as `GET /plans`, says less than `wanted`.
    pub(super) fn differences(&self, operation: &str, wanted: &Value) -> Vec<String> {
        let (method, path) = operation.split_once(' ').unwrap();
        let answers = &self.0["paths"][path][method.to_lowercase()]["responses"];
        let schema = &answers["200"]["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{operation} is not described");
        let mut found = Vec::new();
        self.compare("", wanted, schema, &mut found);
        found
    }

    fn compare(&self, at: &str, wanted: &Value, schema: &Value, found: &mut Vec<String>) {
        let shape = self.shape(schema);
        let text = wanted.as_str().unwrap_or_default();
        if shape.may_be_null && !text.ends_with('?') {
            found.push(format!("{at} may be null"));
        }
        match wanted {
            Value::Array(of) => self.compare(&format!("{at}[]"), &of[0], &shape.items, found),
            Value::Object(members) => self.compare_members(at, members, &shape, found),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                compare_kind(at, text.trim_end_matches('?'), &shape, found);
            }
        }
    }

    fn compare_members(&self, at: &str, wanted: &Map<String, Value>, shape: &Shape, found: &mut Vec<String>) {
        for (name, wanted) in wanted {
            let (name, may_be_missing) = (name.trim_end_matches('?'), name.ends_with('?'));
            let inside = if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
            let Some(schema) = shape.members.get(name) else {
                found.push(format!("{inside} is missing"));
                continue;
            };
            self.compare(&inside, wanted, schema, found);
            // What may be null is not marked as required, though it is always there.
            let is_there = shape.always.iter().any(|one| one == name) || self.shape(schema).may_be_null;
            if !is_there && !may_be_missing {
                found.push(format!("{inside} may be left out"));
            }
        }
    }

    fn shape(&self, schema: &Value) -> Shape {
        if let Some(reference) = schema["$ref"].as_str() {
            return self.shape(self.0.pointer(reference.trim_start_matches('#')).unwrap());
        }
        let mut shape = Shape::default();
        for part in ["allOf", "oneOf"].into_iter().filter_map(|of| schema[of].as_array()).flatten() {
            shape.add(self.shape(part));
        }
        shape.add(own(schema));
        shape
    }
}

impl Shape {
    fn add(&mut self, other: Self) {
        if !other.kind.is_empty() {
            self.kind = other.kind;
        }
        self.may_be_null |= other.may_be_null;
        self.words.extend(other.words);
        self.members.extend(other.members);
        self.always.extend(other.always);
        if !other.items.is_null() {
            self.items = other.items;
        }
    }
}

/// What a schema says by itself.
fn own(schema: &Value) -> Shape {
    let kinds = texts(&schema["type"]);
    let kind = kinds.iter().find(|kind| *kind != "null").cloned().unwrap_or_default();
    Shape {
        kind: if kind == "integer" { "number".into() } else { kind },
        may_be_null: kinds.iter().any(|kind| kind == "null"),
        words: texts(&schema["enum"]),
        members: schema["properties"].as_object().cloned().unwrap_or_default(),
        always: texts(&schema["required"]),
        items: schema["items"].clone(),
    }
}

/// One text, or a list of them.
fn texts(value: &Value) -> Vec<String> {
    let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn compare_kind(at: &str, wanted: &str, shape: &Shape, found: &mut Vec<String>) {
    let kind = if wanted.starts_with('=') { "string" } else { wanted };
    if shape.kind != kind {
        found.push(format!("{at} is no {kind}"));
    }
    if let Some(words) = wanted.strip_prefix('=') {
        let known: Vec<&str> = words.split('|').collect();
        if shape.words.is_empty() || shape.words.iter().any(|word| !known.contains(&word.as_str())) {
            found.push(format!("{at} has other words than {words}"));
        }
    }
}
