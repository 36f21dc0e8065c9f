//! The guide's examples, which are compiled and run as tests of the documentation.

#![cfg(doctest)]

macro_rules! pages {
    ($($name:ident: $file:literal),+ $(,)?) => {
        $(#[doc = include_str!(concat!("../docs/guide/", $file))] mod $name {})+
    };
}

pages!(
    first_call: "first-call.md",
    credentials: "credentials.md",
    lists: "lists.md",
    errors: "errors.md",
    watching: "watching.md",
    testing: "testing.md",
    coming_from: "coming-from.md",
);
