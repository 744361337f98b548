//! Which names the rows of an input claim and need, kept in one scratch file and given back in
//! buckets small enough to look at in memory. This is what keeps the memory of an import flat.

use super::read::Place;
use super::row::{Mark, Role};
use super::types::{RecordType, Space};
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use vestibule_kernel::asset::Digest32;

/// Buckets of each space.
pub(super) const BUCKETS: usize = 128;
/// Bytes that a bucket gathers before they go to the file.
const BUFFER: usize = 8 << 10;

/// The 128 bits that stand for a name while names are compared.
pub(super) type Key = u128;

/// The key of `name`.
pub(super) fn key(name: &str) -> Key {
    let digest = Digest32::of(name.as_bytes());
    digest.0.iter().take(16).fold(0, |key, byte| (key << 8) | Key::from(*byte))
}

/// A name that a row claims or needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    pub(super) key: Key,
    pub(super) role: Role,
    pub(super) record_type: RecordType,
    pub(super) column: &'static str,
    pub(super) source: u16,
    pub(super) place: Place,
    /// Further rows of the same source that stand and fall with the first, in their order.
    pub(super) others: Vec<Place>,
    pub(super) name: String,
    pub(super) detail: String,
}

struct Bucket {
    buffer: Vec<u8>,
    segments: Vec<(u64, u32)>,
}

/// The facts of one input.
pub(super) struct Scratch {
    file: File,
    end: u64,
    buckets: Vec<Bucket>,
}

impl Scratch {
    /// # Errors
    /// When there is no room for a scratch file.
    pub(super) fn new() -> std::io::Result<Self> {
        let buckets = (0..Space::ALL.len() * BUCKETS)
            .map(|_| Bucket { buffer: Vec::new(), segments: Vec::new() })
            .collect();
        Ok(Self { file: tempfile::tempfile()?, end: 0, buckets })
    }

    /// Keeps a fact.
    ///
    /// # Errors
    /// When the scratch file cannot be written.
    pub(super) fn put(&mut self, space: Space, fact: &Fact) -> std::io::Result<()> {
        let number = usize::try_from(fact.key >> 120).unwrap_or(0) % BUCKETS;
        let bucket = &mut self.buckets[space.index() * BUCKETS + number];
        write(&mut bucket.buffer, fact);
        if bucket.buffer.len() >= BUFFER {
            self.file.seek(SeekFrom::Start(self.end))?;
            self.file.write_all(&bucket.buffer)?;
            bucket.segments.push((self.end, u32::try_from(bucket.buffer.len()).unwrap_or(u32::MAX)));
            self.end += bucket.buffer.len() as u64;
            bucket.buffer.clear();
        }
        Ok(())
    }

    /// The facts of one bucket in the order in which they were put.
    ///
    /// # Errors
    /// When the scratch file cannot be read.
    pub(super) fn bucket(&mut self, space: Space, number: usize) -> std::io::Result<Vec<Fact>> {
        let bucket = &self.buckets[space.index() * BUCKETS + number];
        let mut bytes = Vec::new();
        for (start, length) in &bucket.segments {
            self.file.seek(SeekFrom::Start(*start))?;
            (&mut self.file).take(u64::from(*length)).read_to_end(&mut bytes)?;
        }
        bytes.extend_from_slice(&bucket.buffer);
        let mut rest = Bytes(&bytes);
        let mut facts = Vec::new();
        while !rest.0.is_empty() {
            let fact = rest.fact().ok_or_else(|| std::io::Error::other("the scratch file was changed"))?;
            facts.push(fact);
        }
        Ok(facts)
    }
}

const MARKS: [Mark; 4] = [Mark::Plain, Mark::NoService, Mark::Void, Mark::NoMeter];

fn write(buffer: &mut Vec<u8>, fact: &Fact) {
    let (role, mark) = match fact.role {
        Role::Is(mark) => (0, mark),
        Role::Needs(mark) => (1, mark),
        Role::Wants => (2, Mark::Plain),
    };
    let columns = fact.record_type.columns();
    let column = columns.iter().position(|known| *known == fact.column).unwrap_or(0);
    buffer.extend_from_slice(&fact.key.to_le_bytes());
    buffer.push(role);
    buffer.push(mark as u8);
    buffer.push(fact.record_type as u8);
    buffer.push(u8::try_from(column).unwrap_or(0));
    buffer.extend_from_slice(&fact.source.to_le_bytes());
    buffer.extend_from_slice(&fact.place.line.to_le_bytes());
    buffer.extend_from_slice(&fact.place.offset.to_le_bytes());
    for text in [&fact.name, &fact.detail] {
        buffer.extend_from_slice(&u16::try_from(text.len()).unwrap_or(0).to_le_bytes());
        buffer.extend_from_slice(text.as_bytes());
    }
    buffer.extend_from_slice(&u16::try_from(fact.others.len()).unwrap_or(u16::MAX).to_le_bytes());
    let mut last = fact.place;
    for other in &fact.others {
        number(buffer, u64::from(other.line - last.line));
        number(buffer, other.offset - last.offset);
        last = *other;
    }
}

/// Seven bits a byte, the lowest first: rows mostly follow each other closely.
fn number(buffer: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        buffer.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    buffer.push(value as u8);
}

struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    fn text(&mut self) -> Option<String> {
        let length = usize::from(u16::from_le_bytes(self.take()?));
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(taken.to_vec()).ok()
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = self.take()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// As many rows as there are, each told from the one before.
    fn others(&mut self, mut last: Place) -> Option<Vec<Place>> {
        let count = u16::from_le_bytes(self.take()?);
        let mut others = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let line = last.line + u32::try_from(self.number()?).ok()?;
            last = Place { line, offset: last.offset + self.number()? };
            others.push(last);
        }
        Some(others)
    }

    fn fact(&mut self) -> Option<Fact> {
        let key = Key::from_le_bytes(self.take()?);
        let [role, mark, record_type, column] = self.take()?;
        let mark = *MARKS.get(usize::from(mark))?;
        let record_type = *RecordType::ALL.get(usize::from(record_type))?;
        let source = u16::from_le_bytes(self.take()?);
        let place =
            Place { line: u32::from_le_bytes(self.take()?), offset: u64::from_le_bytes(self.take()?) };
        Some(Fact {
            key,
            role: match role {
                0 => Role::Is(mark),
                1 => Role::Needs(mark),
                _ => Role::Wants,
            },
            record_type,
            column: record_type.columns().get(usize::from(column))?,
            source,
            place,
            name: self.text()?,
            detail: self.text()?,
            others: self.others(place)?,
        })
    }
}

/// Rows by source and line, one bit each.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    bits: Vec<Vec<u64>>,
}

impl Rows {
    /// Adds a row; tells whether it is new.
    pub(super) fn insert(&mut self, source: u16, line: u32) -> bool {
        let (source, line) = (usize::from(source), line as usize);
        if self.bits.len() <= source {
            self.bits.resize_with(source + 1, Vec::new);
        }
        let words = &mut self.bits[source];
        if words.len() <= line / 64 {
            words.resize(line / 64 + 1, 0);
        }
        let bit = 1u64 << (line % 64);
        let new = words[line / 64] & bit == 0;
        words[line / 64] |= bit;
        new
    }

    pub(super) fn contains(&self, source: u16, line: u32) -> bool {
        let (source, line) = (usize::from(source), line as usize);
        let word = self.bits.get(source).and_then(|words| words.get(line / 64));
        word.is_some_and(|word| word & (1 << (line % 64)) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{prop_assert_eq, proptest};

    fn fact(name: &str, line: u32) -> Fact {
        Fact {
            key: key(name),
            role: Role::Needs(Mark::Void),
            record_type: RecordType::Invoice,
            column: "voids",
            source: 3,
            place: Place { line, offset: u64::from(line) * 7 },
            others: vec![Place { line: line + 1, offset: u64::from(line) * 7 + 200 }],
            name: name.to_owned(),
            detail: "x".into(),
        }
    }

    #[test]
    fn facts_come_back_by_bucket_in_their_order() {
        let mut scratch = Scratch::new().unwrap();
        let all: Vec<Fact> = (0..20_000).map(|line| fact(&format!("R-{}", line % 5000), line)).collect();
        for one in &all {
            scratch.put(Space::Invoice, one).unwrap();
        }
        let mut seen = 0;
        for number in 0..BUCKETS {
            let facts = scratch.bucket(Space::Invoice, number).unwrap();
            assert!(facts.is_sorted_by_key(|fact| fact.place.line));
            assert!(facts.iter().all(|fact| *fact == all[fact.place.line as usize]));
            seen += facts.len();
        }
        assert_eq!(seen, all.len());
        assert!(scratch.bucket(Space::Customer, 0).unwrap().is_empty());
    }

    proptest! {
        #[test]
        fn rows_are_a_set(rows in proptest::collection::vec((0u16..3, 0u32..300), 0..50)) {
            let mut bits = Rows::default();
            let mut set = std::collections::HashSet::new();
            for (source, line) in rows {
                prop_assert_eq!(bits.insert(source, line), set.insert((source, line)));
            }
            for source in 0..3 {
                for line in 0..300 {
                    prop_assert_eq!(bits.contains(source, line), set.contains(&(source, line)));
                }
            }
        }
    }
}
