//! Whatever the document: a slice or an error, soon.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openapi_slice::Slicer;

fuzz_target!(|document: &[u8]| {
    if let Ok(slice) = Slicer::new().path("/a**").slice(document) {
        let _ = (slice.to_json(), slice.why("A"));
    }
});
