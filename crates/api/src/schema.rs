//! Pieces of the API's description that no derive can make: words and the names of objects.

use utoipa::openapi::schema::{Object, Schema, SchemaType, Type};
use utoipa::openapi::{ObjectBuilder, RefOr};

/// A text that is one of `words`.
pub(crate) fn words(words: &[&'static str]) -> RefOr<Schema> {
    let object: Object = ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .enum_values(Some(words.iter().copied()))
        .build();
    RefOr::T(Schema::Object(object))
}

/// Declares the `object` member of a type: a unit that is always the same word.
macro_rules! tag {
    ($name:ident = $word:literal) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) struct $name;

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str($word)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                crate::schema::words(&[$word])
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}

/// Declares the schema of an enumeration of the kernel, for `schema_with`.
macro_rules! words_of {
    ($name:ident = $enumeration:ty) => {
        fn $name() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
            let words: Vec<&'static str> = <$enumeration>::ALL.iter().map(|word| word.as_str()).collect();
            crate::schema::words(&words)
        }
    };
}

pub(crate) use {tag, words_of};
