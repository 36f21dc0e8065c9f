//! Where text goes: into a string to be compared, or straight into the bytes of an answer.

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
