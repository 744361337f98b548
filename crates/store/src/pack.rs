//! Packing a day's values into one column: a few bytes for each, so that a year of quarter hours is some
//! ten thousand bytes and not thirty-five thousand rows.

use vestibule_kernel::{Error, Result};

/// Writes a whole number in as few bytes as it needs, seven bits each, the lowest first.
pub(crate) fn put(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Writes a value that may be missing or negative: zero is missing, then 0, −1, 1, −2, ….
pub(crate) fn put_value(bytes: &mut Vec<u8>, value: Option<i64>) {
    let coded = value.map_or(0, |value| ((value << 1) ^ (value >> 63)) as u64 + 1);
    put(bytes, coded);
}

/// What was packed, read from its beginning.
pub(crate) struct Packed<'b>(&'b [u8]);

impl<'b> Packed<'b> {
    pub(crate) const fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next byte.
    ///
    /// # Errors
    /// `Internal` when there is none: no writer of ours wrote that.
    pub(crate) fn byte(&mut self) -> Result<u8> {
        let (first, rest) = self.0.split_first().ok_or_else(damaged)?;
        self.0 = rest;
        Ok(*first)
    }

    /// The next `count` bytes.
    ///
    /// # Errors
    /// `Internal` when there are fewer.
    pub(crate) fn bytes(&mut self, count: usize) -> Result<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or_else(damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    /// The next whole number.
    ///
    /// # Errors
    /// `Internal` when it is cut off or larger than any that we write.
    pub(crate) fn number(&mut self) -> Result<u64> {
        let (mut value, mut shift) = (0u64, 0);
        loop {
            let byte = self.byte()?;
            if shift > 63 {
                return Err(damaged());
            }
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
            shift += 7;
        }
    }

    /// The next value that may be missing or negative.
    ///
    /// # Errors
    /// As [`Self::number`].
    pub(crate) fn value(&mut self) -> Result<Option<i64>> {
        let Some(coded) = self.number()?.checked_sub(1) else { return Ok(None) };
        Ok(Some((coded >> 1) as i64 ^ -((coded & 1) as i64)))
    }
}

fn damaged() -> Error {
    Error::internal("a stored block is not what was written")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, prop_assert_eq, proptest};

    #[test]
    fn small_values_are_small() {
        let size = |value| {
            let mut bytes = Vec::new();
            put_value(&mut bytes, value);
            bytes.len()
        };
        assert_eq!((size(None), size(Some(0)), size(Some(60)), size(Some(8_000))), (1, 1, 1, 2));
    }

    #[test]
    fn what_is_cut_off_is_an_error() {
        assert!(Packed::new(&[0x80]).number().is_err());
        assert!(Packed::new(&[]).value().is_err());
        assert!(Packed::new(&[0xff; 11]).number().is_err());
        assert!(Packed::new(&[1]).bytes(2).is_err());
    }

    proptest! {
        #[test]
        fn values_come_back(values in proptest::collection::vec(any::<Option<i32>>(), 0..100)) {
            let mut bytes = Vec::new();
            for value in &values {
                put_value(&mut bytes, value.map(i64::from));
            }
            let mut packed = Packed::new(&bytes);
            for value in &values {
                prop_assert_eq!(packed.value().unwrap(), value.map(i64::from));
            }
            prop_assert_eq!(packed.is_empty(), true);
        }
    }
}
