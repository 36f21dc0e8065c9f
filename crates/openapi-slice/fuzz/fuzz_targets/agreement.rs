//! Where both roads have a slice, it is the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openapi_slice::{Road, Slicer};

fuzz_target!(|document: &[u8]| {
    let slicer = Slicer::new().path("/a**");
    let Ok(fast) = slicer.slice(document) else {
        return;
    };
    if fast.report().road != Road::Fast {
        return;
    }
    // What is not kept goes unread on the fast road, so an error there is not an error here.
    if let Ok(general) = slicer.fast_road(false).slice(document) {
        assert_eq!(fast.to_yaml(), general.to_yaml());
        assert_eq!(fast.report().paths, general.report().paths);
        assert_eq!(fast.report().components, general.report().components);
    }
});
