//! The parameters of lists, and which fields each can be filtered by: read off the very tables that the
//! filters are checked against.

use utoipa::Modify;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{OpenApi, Ref, RefOr, Required};
use vestibule_app::{customers, invoices, plans, subscriptions};
use vestibule_kernel::filter::{FieldSpec, Kind};
use vestibule_kernel::list::{DEFAULT_LIMIT, MAX_LIMIT};

/// The lists and their filters.
const LISTS: [(&str, &[FieldSpec]); 4] = [
    ("/plans", plans::FILTERS),
    ("/customers", customers::FILTERS),
    ("/subscriptions", subscriptions::FILTERS),
    ("/subscriptions/{id}/invoices", invoices::FILTERS),
];

/// Adds the parameters that every list takes.
pub(super) struct Parameters;

impl Modify for Parameters {
    fn modify(&self, api: &mut OpenApi) {
        for (path, filters) in LISTS {
            let operation = api.paths.paths.get_mut(path).and_then(|item| item.get.as_mut());
            if let Some(operation) = operation {
                let parameters = operation.parameters.get_or_insert_default();
                parameters.extend([limit(), cursor(), filter(filters)].map(RefOr::T));
            }
        }
    }
}

/// Names what lists hold by its schema, which the derive of a generic type repeats in full.
pub(super) struct Items;

impl Modify for Items {
    fn modify(&self, api: &mut OpenApi) {
        let Some(components) = &mut api.components else { return };
        for (name, schema) in &mut components.schemas {
            if let (Some(item), RefOr::T(Schema::Object(list))) = (name.strip_prefix("List_"), schema) {
                let items = ArrayBuilder::new()
                    .items(RefOr::Ref(Ref::from_schema_name(item)))
                    .description(Some("The rows of this page."))
                    .build();
                list.properties.insert("items".into(), RefOr::T(Schema::Array(items)));
            }
        }
    }
}

fn query(name: &str, description: &str, schema: ObjectBuilder) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(RefOr::T(Schema::Object(schema.build()))))
        .build()
}

fn of_type(schema_type: Type) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::new(schema_type))
}

fn limit() -> Parameter {
    let schema =
        of_type(Type::Integer).minimum(Some(1)).maximum(Some(MAX_LIMIT)).default(Some(DEFAULT_LIMIT.into()));
    query("limit", "How many at most.", schema)
}

fn cursor() -> Parameter {
    let description = "The next_page of the answer before. It belongs to the same list, limit and filters.";
    query("cursor", description, of_type(Type::String))
}

fn filter(specs: &[FieldSpec]) -> Parameter {
    let fields: Vec<String> =
        specs.iter().map(|spec| format!("{} ({})", spec.name, described(spec.kind))).collect();
    let description = format!("Only what matches. Fields: {}.", fields.join("; "));
    query("filter[field][operator]", &description, of_type(Type::String))
}

fn described(kind: Kind) -> String {
    match kind {
        Kind::Text => "text: eq, ne, in, is_null, contains, starts_with, ends_with".to_owned(),
        Kind::Words(words) => format!("{}: eq, ne, in, is_null", words.join(" | ")),
        Kind::Instant => "instant with an offset: gte, lte, is_null".to_owned(),
        Kind::Id(_) => "id: eq, ne, in, is_null".to_owned(),
    }
}
