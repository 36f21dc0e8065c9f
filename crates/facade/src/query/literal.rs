//! Values in filters, quoted as OData wants them.

use std::fmt::Write;

use time::OffsetDateTime;

use crate::types::{
    AssignmentFilterType, AssignmentId, DeviceRunStateId, HardwareConfigurationFormat,
    HardwareConfigurationId, RunState, UserRunStateId,
};

/// A value in a filter, already quoted. Made from strings, enums, ids, whole numbers, booleans and date-times.
///
/// ```
/// use intune_hardware_configurations::query::Literal;
///
/// assert_eq!(Literal::from("O'Neil").as_str(), "'O''Neil'");
/// assert_eq!(Literal::from(3).as_str(), "3");
/// assert_eq!(Literal::null().as_str(), "null");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal(String);

impl Literal {
    /// `null`: the property has no value.
    pub fn null() -> Self {
        Self("null".to_owned())
    }

    /// The literal as it stands in the filter.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Literal {
    fn from(text: &str) -> Self {
        Self(format!("'{}'", text.replace('\'', "''")))
    }
}

macro_rules! literal_from {
    (text: $($Text:ty),+) => {
        $(
            impl From<$Text> for Literal {
                fn from(value: $Text) -> Self {
                    Self::from(value.as_str())
                }
            }

            impl From<&$Text> for Literal {
                fn from(value: &$Text) -> Self {
                    Self::from(value.as_str())
                }
            }
        )+
    };
    (plain: $($Plain:ty),+) => {
        $(impl From<$Plain> for Literal {
            fn from(value: $Plain) -> Self {
                Self(value.to_string())
            }
        })+
    };
}

literal_from!(text: String, RunState, HardwareConfigurationFormat, AssignmentFilterType);
literal_from!(text: HardwareConfigurationId, AssignmentId, DeviceRunStateId, UserRunStateId);
literal_from!(plain: bool, i32, i64, u32);

impl From<OffsetDateTime> for Literal {
    fn from(time: OffsetDateTime) -> Self {
        let (year, month, day) = (time.year(), u8::from(time.month()), time.day());
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        let ticks = time.nanosecond() / 100;
        let mut text =
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ticks:07}");
        let offset = time.offset();
        let (hours, minutes, _) = offset.as_hms();
        if offset.is_utc() {
            text.push('Z');
        } else {
            let sign = if offset.is_negative() { '-' } else { '+' };
            // Writing to a `String` cannot fail.
            let _ = write!(
                text,
                "{sign}{:02}:{:02}",
                hours.unsigned_abs(),
                minutes.unsigned_abs()
            );
        }
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use time::format_description::well_known::Rfc3339;

    use super::*;

    #[test]
    fn date_times_keep_seven_digits_and_the_offset() {
        for text in [
            "2017-01-01T00:02:43.5775965-08:00",
            "2026-02-28T23:59:59.0000001+05:30",
        ] {
            let time = OffsetDateTime::parse(text, &Rfc3339).unwrap();
            assert_eq!(Literal::from(time).as_str(), text);
        }
        assert_eq!(
            Literal::from(OffsetDateTime::UNIX_EPOCH).as_str(),
            "1970-01-01T00:00:00.0000000Z"
        );
    }

    #[test]
    fn quotes_are_doubled() {
        assert_eq!(
            Literal::from("' or 1 eq 1 or '").as_str(),
            "''' or 1 eq 1 or '''"
        );
        assert_eq!(
            Literal::from(RunState::from("it's new")).as_str(),
            "'it''s new'"
        );
    }
}
