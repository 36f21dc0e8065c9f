//! Lists: a stream of items or of pages, which can be saved and resumed.

mod continuation;
mod items;
mod page;
mod pages;
mod unfold;

pub use continuation::{Continuation, InvalidContinuation};
pub use items::List;
pub use page::Page;
pub use pages::Pages;
