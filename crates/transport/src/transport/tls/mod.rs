//! TLS, by the features of this crate: the system's when it is asked for, else rustls, else none.
//!
//! Whoever turns `native-tls` on means it, whereas `rustls` may be on because nobody turned it off: reqwest decides
//! alike.

#[cfg(feature = "native-tls")]
mod native;
#[cfg(any(test, not(any(feature = "native-tls", feature = "rustls"))))]
#[cfg_attr(test, allow(dead_code, reason = "its test is enough"))]
mod none;
#[cfg(feature = "rustls")]
#[cfg_attr(feature = "native-tls", allow(dead_code, reason = "not used then"))]
mod rustls;

#[cfg(feature = "native-tls")]
pub(super) use self::native::Tls;
#[cfg(not(any(feature = "native-tls", feature = "rustls")))]
pub(super) use self::none::Tls;
#[cfg(all(feature = "rustls", not(feature = "native-tls")))]
pub(super) use self::rustls::Tls;
