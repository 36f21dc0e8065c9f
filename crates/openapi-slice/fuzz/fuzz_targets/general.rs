//! What the general road slices can be read again, and is sliced to the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openapi_slice::Slicer;

fuzz_target!(|document: &[u8]| {
    let slicer = Slicer::new().fast_road(false);
    if let Ok(slice) = slicer.slice(document) {
        let yaml = slice.to_yaml();
        for written in [&yaml, &slice.to_json()] {
            let again = slicer.slice(written.as_bytes());
            let again = again.unwrap_or_else(|error| panic!("{error} in {written}"));
            assert_eq!(again.to_yaml(), yaml, "of {written}");
        }
    }
});
