//! What the general road slices can be read again, and is sliced to the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openapi_slice::Slicer;

fuzz_target!(|document: &[u8]| {
    let slicer = Slicer::new().fast_road(false);
    if let Ok(slice) = slicer.slice(document) {
        // In JSON the numbers have one form only.
        let json = slice.to_json();
        for written in [&slice.to_yaml(), &json] {
            let again = slicer.slice(written.as_bytes());
            let again = again.unwrap_or_else(|error| panic!("{error} in {written}"));
            assert_eq!(again.to_json(), json, "of {written}");
        }
    }
});
