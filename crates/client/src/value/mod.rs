//! Hand-written types for values that the generator has no good type for.

mod comma_separated;
mod date_time;
mod file_content;
mod id;

pub use comma_separated::CommaSeparated;
pub use date_time::DateTime;
pub use file_content::FileContent;
pub use id::{Id, InvalidId};
