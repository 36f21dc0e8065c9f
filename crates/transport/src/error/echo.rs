//! What a refusal must not repeat: a service may quote what it refuses, and the request may hold a password.

use std::borrow::Cow;
use std::collections::HashMap;

use base64::Engine;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What stands where something was taken out.
const HIDDEN: &str = "[redacted]";
/// Text of the request that is shorter than this is not hidden, nor are shorter pieces of it: names and values of enums
/// help to understand an error.
const LONG_TEXT: usize = 16;
/// The same for the content of files. A shorter one is hidden where it is quoted whole.
const PIECE_OF_FILE: usize = 8;
/// A file shorter than this is found in too many words.
const SHORTEST_FILE: usize = 4;
/// Base64 of this length is a file, also when its content is not text.
const LONG_BASE64: usize = 64;

/// The long strings of a request, as they were sent and, where they are base64, as what they stand for.
#[derive(Default)]
pub(crate) struct Echo {
    /// Bytes without white space, and the length of a piece that must not be shown.
    secrets: Vec<(Vec<u8>, usize)>,
}

impl Echo {
    /// The strings of a body; one that is not JSON is a string as a whole.
    pub(crate) fn of(body: Option<&[u8]>) -> Self {
        let mut echo = Self::default();
        let Some(body) = body else {
            return echo;
        };
        match serde_json::from_slice(body) {
            Ok(value) => echo.collect(&value),
            Err(_) => echo.add(body, LONG_TEXT),
        }
        echo
    }

    fn collect(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.add_text(text),
            Value::Array(values) => values.iter().for_each(|value| self.collect(value)),
            // What an annotation says is the name of a type or of an object.
            Value::Object(fields) => fields
                .iter()
                .filter(|(name, _)| !name.contains("@odata."))
                .for_each(|(_, value)| self.collect(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn add_text(&mut self, text: &str) {
        if is_guid(text) {
            return;
        }
        match file(text) {
            Some(content) => {
                self.add(text.as_bytes(), PIECE_OF_FILE);
                self.add(&content, PIECE_OF_FILE);
            }
            None if text.len() >= LONG_TEXT => self.add(text.as_bytes(), LONG_TEXT),
            None => {}
        }
    }

    fn add(&mut self, secret: &[u8], piece: usize) {
        // White space is not compared: messages come with their own, and so does base64.
        let secret: Vec<_> = secret
            .iter()
            .copied()
            .filter(|byte| !byte.is_ascii_whitespace())
            .collect();
        if secret.len() >= SHORTEST_FILE {
            let piece = piece.min(secret.len());
            self.secrets.push((secret, piece));
        }
    }

    /// The text without the pieces of the request in it, also those that were cut off or broken into lines.
    pub(crate) fn hide<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let (bytes, places): (Vec<u8>, Vec<usize>) = text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| !byte.is_ascii_whitespace())
            .map(|(place, byte)| (byte, place))
            .unzip();
        let mut hidden = vec![false; text.len()];
        for (secret, piece) in &self.secrets {
            let mut pieces: HashMap<&[u8], Vec<usize>> = HashMap::new();
            for (start, window) in bytes.windows(*piece).enumerate() {
                pieces.entry(window).or_default().push(start);
            }
            for window in secret.windows(*piece) {
                // A piece is taken out of the map: a secret that repeats itself is not looked for again.
                for start in pieces.remove(window).unwrap_or_default() {
                    let (from, to) = (places[start], places[start + piece - 1]);
                    hidden[from..=to].fill(true);
                }
            }
        }
        if !hidden.contains(&true) {
            return Cow::Borrowed(text);
        }
        let mut shown = String::new();
        let mut was_hidden = false;
        for (place, character) in text.char_indices() {
            // A character of several bytes is hidden when one of them is.
            let is_hidden = hidden[place..place + character.len_utf8()].contains(&true);
            match (is_hidden, was_hidden) {
                (true, false) => shown.push_str(HIDDEN),
                (true, true) => {}
                (false, _) => shown.push(character),
            }
            was_hidden = is_hidden;
        }
        Cow::Owned(shown)
    }
}

/// The content of a file in base64. Many a name is base64 too, of something that is no text.
fn file(text: &str) -> Option<Vec<u8>> {
    let mut content = BASE64.decode(text).ok()?;
    // Text in UTF-16, as the tools of Windows write it, is quoted as text.
    content.retain(|byte| *byte != 0);
    let is_text = std::str::from_utf8(&content).is_ok_and(|content| {
        content
            .chars()
            .all(|character| !character.is_control() || character.is_whitespace())
    });
    (is_text || text.len() >= LONG_BASE64).then_some(content)
}

fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use base64::prelude::BASE64_STANDARD;

    use super::*;

    const FILE: &str = "[cctk]\nSetupPwd=hunter2-is-the-password\nSecureBoot=Enabled\n";

    fn echo(body: &Value) -> Echo {
        Echo::of(Some(body.to_string().as_bytes()))
    }

    #[test]
    fn a_file_is_hidden_plain_and_in_base64_whole_cut_off_and_broken_into_lines() {
        let encoded = BASE64_STANDARD.encode(FILE);
        let echo = echo(&serde_json::json!({ "a": [{ "fileContent": encoded }] }));
        let in_lines = encoded
            .as_bytes()
            .chunks(20)
            .map(|line| String::from_utf8_lossy(line).into_owned())
            .collect::<Vec<_>>()
            .join("\r\n");
        for quoted in [
            &encoded,
            &encoded[..30],
            &encoded[10..],
            &in_lines,
            FILE.trim_end(),
            "SetupPwd=hunter2-is",
            "hunter2-is-the-password",
        ] {
            let text = format!("Cannot convert the literal '{quoted}' to it.");
            assert_eq!(
                echo.hide(&text),
                "Cannot convert the literal '[redacted]' to it.",
                "{quoted}"
            );
        }
    }

    #[test]
    fn a_short_file_and_one_in_utf_16_are_hidden_too() {
        let short = BASE64_STANDARD.encode("pw=a");
        let wide: Vec<u8> = FILE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let echo = echo(&serde_json::json!([short, BASE64_STANDARD.encode(wide)]));
        for quoted in [&short, "pw=a", "hunter2-is-the-password"] {
            assert_eq!(echo.hide(quoted), HIDDEN);
        }
    }

    #[test]
    fn what_helps_to_understand_an_error_stays() {
        let echo = echo(&serde_json::json!({
            "@odata.type": "#microsoft.graph.hardwareConfiguration",
            "displayName": "Kiosk BIOS",
            "format": "surfaceDock",
            "groupId": "5e1d8e0c-1111-2222-3333-444455556666",
            "description": "A description that may hold anything, ünd more",
        }));
        let text = "#microsoft.graph.hardwareConfiguration 'Kiosk BIOS' of surfaceDock for \
                    5e1d8e0c-1111-2222-3333-444455556666 is refused";
        assert_eq!(echo.hide(text), text);
        assert_eq!(
            echo.hide("too long: 'description that may hold anything, ünd m'"),
            "too long: '[redacted]'"
        );
        assert_eq!(Echo::of(None).hide(text), text);
    }
}
