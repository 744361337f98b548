//! Lists in pages: newest first, walked by a sealed cursor that carries the last row seen.

use crate::seal::SealKey;
use crate::{Error, FieldError, Result, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

/// Rows of a page when the caller does not say.
pub const DEFAULT_LIMIT: u32 = 10;
/// Rows of a page at the most.
pub const MAX_LIMIT: u32 = 100;

/// The last row of a page: where the next one goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The row's sort instant.
    pub at: Timestamp,
    /// The row's id, which decides between rows of the same instant.
    pub id: Uuid,
}

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest {
    /// At most so many rows, 1 to [`MAX_LIMIT`].
    pub limit: u32,
    /// Start after this row; from the newest when `None`.
    pub after: Option<Position>,
}

impl PageRequest {
    /// The first page of `limit` rows.
    #[must_use]
    pub const fn first(limit: u32) -> Self {
        Self { limit, after: None }
    }
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, newest first.
    pub items: Vec<T>,
    /// Where the next page starts; `None` on the last page.
    pub next: Option<Position>,
}

impl<T> Page<T> {
    /// Makes a page from up to `limit + 1` rows: the surplus row only tells that there is more.
    #[must_use]
    pub fn from_rows(mut rows: Vec<T>, limit: u32, position: impl Fn(&T) -> Position) -> Self {
        let limit = limit as usize;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more { rows.last().map(position) } else { None };
        Self { items: rows, next }
    }

    /// The same page with every row turned into something else.
    #[must_use]
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(turn).collect(), next: self.next }
    }
}

/// Seals and opens cursors. A cursor is bound to one list (its route, filters and limit), so that
/// it neither leaks into another nor can be made up.
#[derive(Debug, Clone)]
pub struct CursorKey(SealKey);

#[derive(serde::Serialize, serde::Deserialize)]
struct Payload {
    last_created_at: Timestamp,
    last_micros: i64,
    last_id: Uuid128,
    limit: u32,
    seal: String,
}

/// A UUID as 32 hexadecimal digits.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
struct Uuid128(String);

impl CursorKey {
    /// Cursors sealed with `key`.
    #[must_use]
    pub const fn new(key: SealKey) -> Self {
        Self(key)
    }

    /// The cursor that continues `list` after `position`. Base64url of JSON, opaque to callers.
    #[must_use]
    pub fn seal(&self, list: &str, limit: u32, position: Position) -> String {
        let payload = Payload {
            last_created_at: position.at,
            last_micros: position.at.as_micros(),
            last_id: Uuid128(position.id.simple().to_string()),
            limit,
            seal: URL_SAFE_NO_PAD
                .encode(self.0.seal(&parts(list, limit, position).each_ref().map(Vec::as_slice))),
        };
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&payload).unwrap_or_default())
    }

    /// What `cursor` says about `list`.
    ///
    /// # Errors
    /// `Invalid` on `cursor` when it was made up, tampered with, or made for another list, filter or limit.
    pub fn open(&self, list: &str, limit: Option<u32>, cursor: &str) -> Result<PageRequest> {
        self.try_open(list, limit, cursor).ok_or_else(|| {
            let message = "Not a cursor of this list with these parameters; start again without it";
            Error::Invalid(vec![FieldError::new("cursor", "custom", message)])
        })
    }

    fn try_open(&self, list: &str, limit: Option<u32>, cursor: &str) -> Option<PageRequest> {
        let json = URL_SAFE_NO_PAD.decode(cursor.trim_end_matches('=')).ok()?;
        let payload: Payload = serde_json::from_slice(&json).ok()?;
        let position = Position {
            at: Timestamp::from_micros(payload.last_micros),
            id: Uuid::try_parse(&payload.last_id.0).ok()?,
        };
        let seal = URL_SAFE_NO_PAD.decode(&payload.seal).ok()?;
        let parts = parts(list, payload.limit, position);
        let genuine = self.0.verify(&parts.each_ref().map(Vec::as_slice), &seal);
        let unchanged = limit.is_none_or(|limit| limit == payload.limit);
        (genuine && unchanged).then_some(PageRequest { limit: payload.limit, after: Some(position) })
    }
}

/// What a cursor's seal covers.
fn parts(list: &str, limit: u32, position: Position) -> [Vec<u8>; 4] {
    [
        list.as_bytes().to_vec(),
        limit.to_be_bytes().to_vec(),
        position.at.as_micros().to_be_bytes().to_vec(),
        position.id.as_bytes().to_vec(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position() -> Position {
        Position { at: Timestamp::from_micros(1_700_000_000_123_456), id: Uuid::from_u128(7) }
    }

    #[test]
    fn a_cursor_continues_its_own_list_only() {
        let key = CursorKey::new(SealKey::new([7; 32]));
        let cursor = key.seal("/plans?", 20, position());
        assert_eq!(key.open("/plans?", None, &cursor).unwrap().after, Some(position()));
        assert_eq!(key.open("/plans?", Some(20), &cursor).unwrap().limit, 20);
        assert!(key.open("/plans?", Some(21), &cursor).is_err());
        assert!(key.open("/customers?", None, &cursor).is_err());
        assert!(CursorKey::new(SealKey::new([8; 32])).open("/plans?", None, &cursor).is_err());
    }

    #[test]
    fn every_changed_character_is_noticed() {
        let key = CursorKey::new(SealKey::new([7; 32]));
        let cursor = key.seal("/plans?", 20, position());
        for index in 0..cursor.len() {
            let mut changed = cursor.clone().into_bytes();
            changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            let opened = key.open("/plans?", None, &changed);
            assert!(opened.is_err() || opened.unwrap().after == Some(position()), "{index}");
        }
    }

    #[test]
    fn the_surplus_row_tells_that_there_is_more() {
        let at = |n: &u128| Position { at: Timestamp::default(), id: Uuid::from_u128(*n) };
        let page = Page::from_rows(vec![3, 2, 1], 2, at);
        assert_eq!(page.items, [3, 2]);
        assert_eq!(page.next.unwrap().id, Uuid::from_u128(2));
        assert!(Page::from_rows(vec![3, 2], 2, at).next.is_none());
    }
}
