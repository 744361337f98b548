//! Lists: which page is asked for, by `limit`, `cursor` and `filter[…][…]`, and how a page is answered.

use crate::bearer::Bearer;
use crate::fields::without_nul;
use crate::schema::tag;
use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::sync::Arc;
use utoipa::ToSchema;
use vestibule_app::Keys;
use vestibule_http::{Failure, Params, Web};
use vestibule_kernel::filter::{self, Condition, FieldSpec};
use vestibule_kernel::list::{DEFAULT_LIMIT, MAX_LIMIT, Page, PageRequest};
use vestibule_kernel::{Error, Result};

tag!(ListTag = "list");

/// A page of a list, newest first.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct List<T> {
    /// Always `list`.
    #[schema(schema_with = ListTag::schema)]
    object: ListTag,
    /// The rows of this page.
    items: Vec<T>,
    /// Whether there are more.
    has_more: bool,
    /// The `cursor` of the next page; null on the last one.
    next_page: Option<String>,
}

impl<T> List<T> {
    /// A last page, for descriptions.
    pub(crate) fn sample(items: Vec<T>) -> Self {
        Self { object: ListTag, items, has_more: false, next_page: None }
    }
}

/// Which part of a list a request asks for.
pub(crate) struct Paging {
    params: Params,
    /// What a cursor belongs to: the path, who asks, and the filters.
    list: String,
    request: PageRequest,
    keys: Arc<Keys>,
}

impl Paging {
    /// The filters among the parameters, and the page.
    ///
    /// # Errors
    /// `Invalid` naming the parameter that is malformed.
    pub(crate) fn read(&self, specs: &[FieldSpec]) -> Result<(Vec<Condition>, PageRequest)> {
        Ok((filter::parse(specs, self.params.iter())?, self.request))
    }

    /// The page as it is answered.
    pub(crate) fn answer<T>(self, page: Page<T>) -> Json<List<T>> {
        let next_page =
            page.next.map(|position| self.keys.cursors.seal(&self.list, self.request.limit, position));
        Json(List { object: ListTag, items: page.items, has_more: next_page.is_some(), next_page })
    }
}

impl FromRequestParts<Web> for Paging {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Failure> {
        let Bearer(credential) = Bearer::from_request_parts(parts, web).await?;
        let params = Params::parse(parts.uri.query().unwrap_or_default());
        for (name, value) in params.iter() {
            without_nul(name, value)?;
        }
        let list = name_of(parts.uri.path(), &credential.key(), &params);
        let request = page_of(web, &list, &params)?;
        Ok(Self { params, list, request, keys: web.ctx.keys.clone() })
    }
}

/// What a cursor is bound to. The order of filters makes no difference.
fn name_of(path: &str, key: &str, params: &Params) -> String {
    let mut filters: Vec<(&str, &str)> =
        params.iter().filter(|(name, _)| name.starts_with("filter")).collect();
    filters.sort_by_key(|(name, _)| *name);
    format!("{path} of {key} where {filters:?}")
}

fn page_of(web: &Web, list: &str, params: &Params) -> Result<PageRequest> {
    let limit = params.get("limit").map(limit).transpose()?;
    match params.get("cursor").filter(|cursor| !cursor.is_empty()) {
        Some(cursor) => web.ctx.keys.cursors.open(list, limit, cursor),
        None => Ok(PageRequest::first(limit.unwrap_or(DEFAULT_LIMIT))),
    }
}

fn limit(text: &str) -> Result<u32> {
    let wrong = |code, message: String| Err(Error::invalid("limit", code, message));
    match text.parse::<i128>() {
        Err(_) => wrong("invalid_type", "Expected integer, received something else".to_owned()),
        Ok(..1) => wrong("too_small", "Number must be greater than or equal to 1".to_owned()),
        Ok(number) => match u32::try_from(number) {
            Ok(limit) if limit <= MAX_LIMIT => Ok(limit),
            Ok(_) | Err(_) => wrong("too_big", format!("Number must be less than or equal to {MAX_LIMIT}")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_whole_number_from_1_to_100() {
        assert_eq!(limit("1"), Ok(1));
        assert_eq!(limit("100"), Ok(100));
        for (text, code) in [
            ("0", "too_small"),
            ("-5", "too_small"),
            ("101", "too_big"),
            ("99999999999999999999999", "too_big"),
            ("ten", "invalid_type"),
            ("1.5", "invalid_type"),
            ("", "invalid_type"),
        ] {
            let message = limit(text).unwrap_err().to_string();
            assert!(message.starts_with(&format!("{code} in 'limit': ")), "{text}: {message}");
        }
    }

    #[test]
    fn the_order_of_filters_makes_no_other_list() {
        let name = |query| name_of("/plans", "cli", &Params::parse(query));
        assert_eq!(name("filter[a][eq]=1&filter[b][eq]=2"), name("limit=3&filter[b][eq]=2&filter[a][eq]=1"));
        assert_ne!(name("filter[a][eq]=1"), name("filter[a][eq]=2"));
    }
}
