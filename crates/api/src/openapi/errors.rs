//! What every operation may answer instead: the envelope, once for each code.

use serde_json::{Value, json};
use utoipa::Modify;
use utoipa::openapi::path::Operation;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr};
use vestibule_http::{CODES, Code};

/// Adds the error responses.
pub(super) struct Responses;

/// What only an operation that reads a body answers.
const OF_BODIES: [u16; 2] = [413, 415];
/// What only an operation that asks who is there answers.
const OF_CALLERS: [u16; 6] = [401, 402, 403, 409, 422, 429];
/// What only an operation that reads anything answers.
const OF_INPUT: [u16; 2] = [400, 404];

impl Modify for Responses {
    fn modify(&self, api: &mut OpenApi) {
        let components = api.components.get_or_insert_default();
        components.schemas.insert("Error".into(), RefOr::T(envelope()));
        for code in CODES {
            components.responses.insert(code.name.into(), RefOr::T(response(code).build()));
        }
        for item in api.paths.paths.values_mut() {
            let operations =
                [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
            for operation in operations.into_iter().flatten() {
                add(operation);
            }
        }
    }
}

fn add(operation: &mut Operation) {
    let codes: Vec<&Code> = CODES.iter().filter(|code| applies(operation, code.status.as_u16())).collect();
    for code in codes {
        let reference = Ref::from_response_name(code.name);
        operation.responses.responses.insert(code.status.as_str().into(), RefOr::Ref(reference));
    }
}

fn applies(operation: &Operation, status: u16) -> bool {
    let calls = operation.security.is_some();
    let reads = calls || operation.parameters.is_some();
    (operation.request_body.is_some() || !OF_BODIES.contains(&status))
        && (calls || !OF_CALLERS.contains(&status))
        && (reads || !OF_INPUT.contains(&status))
}

fn text(description: &str, example: Value) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .description(Some(description))
        .examples([example])
}

fn envelope() -> Schema {
    let codes = ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .description(Some("What went wrong, in a word that stays the same."))
        .enum_values(Some(CODES.iter().map(|code| code.name)));
    let docs = "The address of a page that explains the code.";
    Schema::Object(
        ObjectBuilder::new()
            .description(Some("What went wrong."))
            .property("code", codes)
            .property("message", text("What went wrong, for people.", json!("Customer not found")))
            .property("requestId", text("What the log knows this request as.", json!(REQUEST_ID)))
            .property("docs", text(docs, json!("https://api.example.com/docs/errors/NOT_FOUND")))
            .required("code")
            .required("message")
            .required("requestId")
            .required("docs")
            .build(),
    )
}

const REQUEST_ID: &str = "37a04f8f-e791-491c-81e1-86cd304649bb";

fn response(code: &Code) -> ResponseBuilder {
    let example = json!({
        "code": code.name,
        "message": example_message(code.name),
        "requestId": REQUEST_ID,
        "docs": format!("https://api.example.com/docs/errors/{}", code.name),
    });
    let content =
        ContentBuilder::new().schema(Some(Ref::from_schema_name("Error"))).example(Some(example)).build();
    ResponseBuilder::new().description(meaning(code.name)).content("application/json", content)
}

pub(crate) fn meaning(name: &str) -> &'static str {
    match name {
        "BAD_REQUEST" => "The request cannot be read, or a field is missing or wrong.",
        "UNAUTHORIZED" => "There is no token, or it is wrong, revoked or expired.",
        "PAYMENT_REQUIRED" => "Your organization is suspended.",
        "FORBIDDEN" => "The credential lacks the scope.",
        "NOT_FOUND" => "There is no such thing, or none of yours.",
        "METHOD_NOT_ALLOWED" => "The path is not for this method; Allow lists those that it is for.",
        "CONFLICT" => "The change collides with what is there.",
        "PAYLOAD_TOO_LARGE" => "The body is too large.",
        "UNSUPPORTED_MEDIA_TYPE" => "The body is of another type than the operation reads.",
        "UNPROCESSABLE_ENTITY" => "The request is well-formed, but a rule forbids it.",
        "TOO_MANY_REQUESTS" => "Too many requests; Retry-After says how many seconds to wait.",
        "SERVICE_UNAVAILABLE" => {
            "Something is away for the moment; the request may not have been carried out."
        }
        _ => "A defect on our side.",
    }
}

fn example_message(name: &str) -> &'static str {
    match name {
        "BAD_REQUEST" => "invalid_type in 'customerId': Required",
        "UNAUTHORIZED" => "Invalid or malformed token",
        "PAYMENT_REQUIRED" => "The organization is suspended; ask the operator of this installation",
        "FORBIDDEN" => {
            "This needs the scope write:*; the credential has read:*. Create a client or token with it"
        }
        "NOT_FOUND" => "Customer not found",
        "METHOD_NOT_ALLOWED" => "Method not allowed; the Allow header lists what is",
        "CONFLICT" => "There is one with this name already",
        "PAYLOAD_TOO_LARGE" => "payload_too_large: The body is larger than 1 MiB",
        "UNSUPPORTED_MEDIA_TYPE" => {
            "unsupported_media_type in 'Content-Type': Expected application/json, received text/xml"
        }
        "UNPROCESSABLE_ENTITY" => "The customer is disabled and cannot sign in",
        "TOO_MANY_REQUESTS" => "Wait 30 seconds before retrying.",
        "SERVICE_UNAVAILABLE" => {
            "The service is unavailable for the moment, and the request may not have been carried out. Try again"
        }
        _ => "Internal Server Error",
    }
}
