//! Where text goes: into a string to be compared, or straight into the bytes of an answer. And which texts are alike.

/// Takes text that needs no escapes in JSON.
pub(crate) trait TextSink {
    fn push_text(&mut self, text: &str);

    /// The same, for text that was put together as bytes; nothing if they are not ASCII.
    fn push_ascii(&mut self, text: &[u8]);
}

impl TextSink for String {
    fn push_text(&mut self, text: &str) {
        self.push_str(text);
    }

    fn push_ascii(&mut self, text: &[u8]) {
        self.push_str(std::str::from_utf8(text).unwrap_or_default());
    }
}

impl TextSink for Vec<u8> {
    fn push_text(&mut self, text: &str) {
        self.extend_from_slice(text.as_bytes());
    }

    fn push_ascii(&mut self, text: &[u8]) {
        debug_assert!(text.is_ascii());
        self.extend_from_slice(text);
    }
}

/// All numbers of two digits in a number system: one digit at a time, the ids would be the larger part of a list of states.
pub(crate) const fn digit_pairs<const COUNT: usize>(base: usize) -> [[u8; 2]; COUNT] {
    let (digits, mut pairs, mut number) = (*b"0123456789abcdef", [[0; 2]; COUNT], 0);
    while number < COUNT {
        pairs[number] = [digits[number / base], digits[number % base]];
        number += 1;
    }
    pairs
}

/// The one of several names that was probably meant: no more than a third of it has to be changed.
pub(crate) fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let nearest = names
        .into_iter()
        .map(|known| (edits(name, known), known))
        .min_by_key(|(edits, _)| *edits)?;
    (nearest.0 * 3 <= nearest.1.len()).then_some(nearest.1)
}

/// How many characters have to be added, taken away or changed to get from one text to the other.
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, character) in from.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], line + 1);
        for (column, other) in to.iter().enumerate() {
            let changed = diagonal + usize::from(character != *other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.len()]
}
