//! Reads an OpenAPI 3 document into the fields of the API page. Understands references, `allOf`, `oneOf`
//! and nested objects to a depth that a reader can follow.

use super::api::{Api, Field, Group, Operation, Response};
use serde_json::Value;
use std::fmt::Write;

/// Objects inside objects are listed down to this depth.
const DEPTH: usize = 3;

/// Operations without a tag go here.
const UNTAGGED: &str = "Other";

const METHODS: [&str; 7] = ["get", "post", "put", "patch", "delete", "head", "options"];

pub(super) fn read(document: &Value) -> Api {
    let reader = Reader { document };
    let mut groups: Vec<Group> =
        list(&document["tags"]).map(|tag| group(text(&tag["name"]), &tag["description"])).collect();
    for (path, item) in entries(&document["paths"]) {
        for method in METHODS.iter().filter(|method| item[**method].is_object()) {
            let operation = &item[*method];
            let tag = list(&operation["tags"]).next().map_or(UNTAGGED, text);
            let read = reader.operation(method, path, item, operation);
            match groups.iter_mut().find(|group| group.name == tag) {
                Some(group) => group.operations.push(read),
                None => groups.push(Group { operations: vec![read], ..group(tag, &Value::Null) }),
            }
        }
    }
    groups.retain(|group| !group.operations.is_empty());
    Api {
        title: text(&document["info"]["title"]).to_owned(),
        version: text(&document["info"]["version"]).to_owned(),
        description: paragraphs(&document["info"]["description"]),
        groups,
    }
}

fn group(name: &str, description: &Value) -> Group {
    Group {
        name: name.to_owned(),
        anchor: anchor(name),
        description: paragraphs(description),
        operations: Vec::new(),
    }
}

struct Reader<'a> {
    document: &'a Value,
}

impl<'a> Reader<'a> {
    fn operation(&self, method: &str, path: &str, item: &'a Value, operation: &'a Value) -> Operation {
        let parameters: Vec<Field> = list(&item["parameters"])
            .chain(list(&operation["parameters"]))
            .map(|parameter| self.parameter(self.resolve(parameter)))
            .collect();
        let content = &self.resolve(&operation["requestBody"])["content"];
        let json = media(content);
        let body = self.fields(&json["schema"], DEPTH);
        Operation {
            anchor: anchor(&format!("{method} {path}")),
            method: method.to_uppercase(),
            path: path.to_owned(),
            summary: text(&operation["summary"]).to_owned(),
            description: paragraphs(&operation["description"]),
            curl: self.curl(method, path, content),
            parameters,
            body,
            responses: entries(&operation["responses"])
                .map(|(status, response)| self.response(status, self.resolve(response)))
                .collect(),
        }
    }

    fn parameter(&self, parameter: &'a Value) -> Field {
        Field {
            name: text(&parameter["name"]).to_owned(),
            place: text(&parameter["in"]).to_owned(),
            kind: self.kind(&parameter["schema"]),
            required: parameter["required"].as_bool().unwrap_or(false),
            description: text(&parameter["description"]).to_owned(),
        }
    }

    fn response(&self, status: &str, response: &'a Value) -> Response {
        let fields = self.fields(&media(&response["content"])["schema"], DEPTH);
        Response { status: status.to_owned(), description: text(&response["description"]).to_owned(), fields }
    }

    /// What a reference points to, or the value itself.
    fn resolve(&self, value: &'a Value) -> &'a Value {
        let mut target = value;
        for _ in 0..8 {
            let Some(pointer) = target["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'))
            else {
                return target;
            };
            target = self.document.pointer(pointer).unwrap_or(&Value::Null);
        }
        target
    }

    /// The schemas that together describe `schema`: itself, the parts of `allOf`, the alternatives that are not null.
    fn parts(&self, schema: &'a Value) -> Vec<&'a Value> {
        let schema = self.resolve(schema);
        let inner = ["allOf", "oneOf", "anyOf"].iter().flat_map(|key| list(&schema[*key]));
        let mut parts = vec![schema];
        parts.extend(inner.map(|part| self.resolve(part)).filter(|part| part["type"] != "null"));
        parts
    }

    /// The fields of an object, of the objects inside it, and of the items of lists.
    fn fields(&self, schema: &'a Value, depth: usize) -> Vec<Field> {
        let mut walk = Walk { reader: self, depth, inside: Vec::new(), found: Vec::new() };
        walk.schema(schema, "");
        walk.found
    }

    /// The type of a schema in a few words: `string (email)`, `person | company`, `list of object`.
    fn kind(&self, schema: &'a Value) -> String {
        let parts = self.parts(schema);
        let part = parts
            .iter()
            .find(|part| !part["type"].is_null() || part["enum"].is_array())
            .unwrap_or(&&Value::Null);
        let choices: Vec<&str> = list(&part["enum"]).filter_map(Value::as_str).collect();
        if !choices.is_empty() {
            return choices.join(" | ");
        }
        if part["items"].is_object() {
            return format!("list of {}", self.kind(&part["items"]));
        }
        let name = part["type"]
            .as_str()
            .or_else(|| list(&part["type"]).filter_map(Value::as_str).find(|name| *name != "null"));
        match (name, part["format"].as_str()) {
            (Some(name), Some(format)) => format!("{name} ({format})"),
            (Some(name), None) => name.to_owned(),
            (None, _) => "object".to_owned(),
        }
    }

    fn curl(&self, method: &str, path: &str, content: &'a Value) -> String {
        let base = list(&self.document["servers"]).next().map_or("", |server| text(&server["url"]));
        let mut command = String::from("curl");
        if method != "get" {
            let _ = write!(command, " -X {}", method.to_uppercase());
        }
        let _ = write!(
            command,
            " \"{}{path}\" \\\n  -H \"Authorization: Bearer $TOKEN\"",
            base.trim_end_matches('/')
        );
        if let Some((media_type, _)) = entries(content).next() {
            let _ = write!(command, " \\\n  -H \"Content-Type: {media_type}\"");
            let example = self.example(&media(content)["schema"], &media(content)["example"]);
            let _ = write!(command, " \\\n  -d '{example}'");
        }
        command
    }

    /// The example of the document, or one made from the required fields.
    fn example(&self, schema: &'a Value, given: &Value) -> String {
        if !given.is_null() {
            return given.to_string();
        }
        let fields = self.fields(schema, 1);
        let required = fields.iter().filter(|field| field.required);
        let parts: Vec<String> = required.map(|field| format!("\"{}\": \"…\"", field.name)).collect();
        format!("{{ {} }}", parts.join(", "))
    }
}

/// A walk through the fields of a schema.
struct Walk<'a, 'r> {
    reader: &'r Reader<'a>,
    /// How many more levels of objects to list.
    depth: usize,
    /// The schemas that the walk is in: a schema inside itself is not listed again.
    inside: Vec<&'a Value>,
    found: Vec<Field>,
}

impl<'a> Walk<'a, '_> {
    fn schema(&mut self, schema: &'a Value, prefix: &str) {
        let schema = self.reader.resolve(schema);
        if self.depth == 0 || self.inside.iter().any(|outer| std::ptr::eq(*outer, schema)) {
            return;
        }
        self.inside.push(schema);
        if schema["items"].is_object() {
            self.schema(&schema["items"], &format!("{}[].", prefix.trim_end_matches('.')));
        } else {
            self.depth -= 1;
            self.object(schema, prefix);
            self.depth += 1;
        }
        self.inside.pop();
    }

    fn object(&mut self, schema: &'a Value, prefix: &str) {
        let reader = self.reader;
        let parts: Vec<&Value> =
            reader.parts(schema).into_iter().flat_map(|part| reader.parts(part)).collect();
        let mut seen: Vec<&str> = Vec::new();
        for (name, field) in parts.iter().flat_map(|part| entries(&part["properties"])) {
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            let meanings = reader.parts(field);
            let described =
                meanings.iter().map(|part| text(&part["description"])).find(|words| !words.is_empty());
            let full = format!("{prefix}{name}");
            self.found.push(Field {
                name: full.clone(),
                place: String::new(),
                kind: reader.kind(field),
                required: parts.iter().any(|part| list(&part["required"]).any(|required| required == name)),
                description: field["description"].as_str().or(described).unwrap_or_default().to_owned(),
            });
            let has = |key: &str| {
                meanings.iter().copied().find(|part| part[key].is_object() || part[key].is_array())
            };
            if let Some(inner) = has("properties").or_else(|| has("items")).or_else(|| has("allOf")) {
                self.schema(inner, &format!("{full}."));
            }
        }
    }
}

/// The media type that is JSON, or the first.
fn media(content: &Value) -> &Value {
    let json = &content["application/json"];
    if json.is_null() { entries(content).next().map_or(&Value::Null, |(_, media)| media) } else { json }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn paragraphs(value: &Value) -> Vec<String> {
    text(value).split("\n\n").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Lower-case words with hyphens, for a place on the page.
fn anchor(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}
