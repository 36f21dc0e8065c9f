//! Date-times with their offset.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A date-time as the service sends it: up to seven fractional digits, and any offset, both kept.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct DateTime(pub OffsetDateTime);

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let parsed = OffsetDateTime::parse(&text, &Rfc3339);
        parsed.map(Self).map_err(|_| {
            // Does not show the text.
            let found = de::Unexpected::Other("another string");
            de::Error::invalid_value(found, &"a date-time as of RFC 3339")
        })
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.format(&Rfc3339).map_err(serde::ser::Error::custom)?;
        serializer.serialize_str(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_no_date_time_is_not_shown() {
        let error = serde_json::from_str::<DateTime>("\"hunter2\"").unwrap_err();
        let line = error.to_string();
        assert!(
            !line.contains("hunter2") && line.contains("RFC 3339"),
            "{line}"
        );
    }
}
