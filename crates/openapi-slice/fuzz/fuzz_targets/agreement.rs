//! Where both roads have a slice, it is the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openapi_slice::{Road, Slicer, Source};

/// A document that is not in memory, as far as the slicer knows.
struct InPieces<'a>(&'a [u8]);

impl Source for InPieces<'_> {
    fn size(&self) -> usize {
        self.0.len()
    }

    fn read_exact_at(&self, buffer: &mut [u8], at: usize) -> std::io::Result<()> {
        self.0.read_exact_at(buffer, at)
    }
}

fuzz_target!(|document: &[u8]| {
    let slicer = Slicer::new().path("/a**");
    let fast = slicer.slice(document);
    for single_threaded in [true, false] {
        let slicer = slicer.clone().single_threaded(single_threaded);
        let in_pieces = slicer.slice_source(&InPieces(document));
        match (&fast, in_pieces) {
            (Ok(fast), Ok(in_pieces)) => assert_eq!(fast.to_yaml(), in_pieces.to_yaml()),
            (Err(fast), Err(in_pieces)) => assert_eq!(*fast, in_pieces),
            (fast, in_pieces) => panic!("{} and {}", fast.is_ok(), in_pieces.is_ok()),
        }
    }
    let Ok(fast) = fast else {
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
