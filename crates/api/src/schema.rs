//! Pieces of the API's description that no derive can make: words and the names of objects.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};

/// A text that is one of `words`.
pub(crate) fn words(words: &[&'static str], description: &str) -> RefOr<Schema> {
    let object = ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .description(Some(description))
        .enum_values(Some(words.iter().copied()))
        .build();
    RefOr::T(Schema::Object(object))
}

/// Declares a member that is always the same word, such as `object`.
macro_rules! tag {
    ($name:ident = $word:literal) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) struct $name;

        impl $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                crate::schema::words(&[$word], concat!("Always `", $word, "`."))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str($word)
            }
        }
    };
}

/// Declares the schema of a member that is one of the kernel's words, for `schema_with`.
macro_rules! words_of {
    ($name:ident = $enumeration:ty, $description:literal) => {
        fn $name() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
            let words: Vec<&'static str> = <$enumeration>::ALL.iter().map(|word| word.as_str()).collect();
            crate::schema::words(&words, $description)
        }
    };
}

pub(crate) use {tag, words_of};
