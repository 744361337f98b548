//! Words that a version of the API does not know, shown as one that it does. Filters follow: who filters by
//! a word gets every row that shows it.

use vestibule_kernel::filter::{Condition, Operator, Value};

/// Later words of one column that are all shown as one earlier word.
pub(crate) struct Wording {
    /// The column.
    pub(crate) column: &'static str,
    /// The word that is shown.
    pub(crate) shown: &'static str,
    /// The words that are shown as it.
    pub(crate) also: &'static [&'static str],
}

impl Wording {
    /// The word to show for `word`.
    pub(crate) fn shown(&self, word: &'static str) -> &'static str {
        if self.also.contains(&word) { self.shown } else { word }
    }

    /// Conditions on words that are shown, turned into conditions on words that are stored.
    pub(crate) fn widen(&self, conditions: Vec<Condition>) -> Vec<Condition> {
        conditions.into_iter().flat_map(|condition| self.widened(condition)).collect()
    }

    fn widened(&self, condition: Condition) -> Vec<Condition> {
        if condition.column != self.column {
            return vec![condition];
        }
        match (condition.operator, condition.value) {
            (Operator::Eq, Value::Text(word)) if word == self.shown => {
                vec![self.condition(Operator::In, Value::Several(self.all()))]
            }
            (Operator::Ne, Value::Text(word)) if word == self.shown => {
                self.all().into_iter().map(|word| self.condition(Operator::Ne, word)).collect()
            }
            (Operator::In, Value::Several(mut words)) => {
                if words.contains(&Value::Text(self.shown.to_owned())) {
                    words.extend(self.all());
                }
                vec![self.condition(Operator::In, Value::Several(words))]
            }
            (operator, value) => vec![self.condition(operator, value)],
        }
    }

    fn condition(&self, operator: Operator, value: Value) -> Condition {
        Condition { column: self.column, operator, value }
    }

    fn all(&self) -> Vec<Value> {
        let words = std::iter::once(&self.shown).chain(self.also);
        words.map(|word| Value::Text((*word).to_owned())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDING: Wording = Wording { column: "status", shown: "open", also: &["given_up"] };

    fn text(word: &str) -> Value {
        Value::Text(word.to_owned())
    }

    fn widened(operator: Operator, value: Value) -> Vec<(Operator, Value)> {
        let condition = Condition { column: "status", operator, value };
        WORDING.widen(vec![condition]).into_iter().map(|one| (one.operator, one.value)).collect()
    }

    #[test]
    fn who_filters_by_a_word_gets_every_row_that_shows_it() {
        let both = Value::Several(vec![text("open"), text("given_up")]);
        assert_eq!(widened(Operator::Eq, text("open")), [(Operator::In, both)]);
        assert_eq!(
            widened(Operator::Ne, text("open")),
            [(Operator::Ne, text("open")), (Operator::Ne, text("given_up"))]
        );
        let several = Value::Several(vec![text("open"), text("open"), text("given_up")]);
        assert_eq!(widened(Operator::In, Value::Several(vec![text("open")])), [(Operator::In, several)]);
    }

    #[test]
    fn other_words_and_columns_stay() {
        assert_eq!(widened(Operator::Eq, text("paid")), [(Operator::Eq, text("paid"))]);
        let other = Condition { column: "type", operator: Operator::Eq, value: text("open") };
        assert_eq!(WORDING.widen(vec![other.clone()]), [other]);
    }
}
