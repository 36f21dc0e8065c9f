//! Tests of the whole, on both roads.

mod anchors;
mod attacks;
mod chunks;
mod discriminators;
mod filters;
mod full_document;
mod later;
mod left_out;
mod nothing_dangles;
mod random;
mod reference;
mod runs;
mod selections;
mod traps;

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

use crate::{Error, ErrorKind, Report, Road, Slice, Slicer, Source};

/// A document that is not in memory, as far as the slicer knows.
struct InPieces<'a> {
    bytes: &'a [u8],
    /// The most that was read at once.
    largest: AtomicUsize,
}

impl<'a> InPieces<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let largest = AtomicUsize::new(0);
        Self { bytes, largest }
    }
}

impl Source for InPieces<'_> {
    fn size(&self) -> usize {
        self.bytes.len()
    }

    fn read_exact_at(&self, buffer: &mut [u8], at: usize) -> std::io::Result<()> {
        self.largest.fetch_max(buffer.len(), Relaxed);
        self.bytes.read_exact_at(buffer, at)
    }
}

/// Slices on both roads and shows that they agree; gives back the slice and the road taken.
fn slice_on_both_roads(slicer: &Slicer, document: &str) -> Result<(Slice, Road), Error> {
    let free = slicer.slice(document.as_bytes());
    for single_threaded in [true, false] {
        let slicer = slicer.clone().single_threaded(single_threaded);
        let in_pieces = slicer.slice_source(&InPieces::new(document.as_bytes()));
        let all = |slice: &Slice| (slice.to_yaml(), slice.report().clone());
        assert_eq!(
            in_pieces.as_ref().map(all),
            free.as_ref().map(all),
            "of {document}, single-threaded: {single_threaded}"
        );
    }
    let general = slicer.clone().fast_road(false).slice(document.as_bytes());
    match (free, general) {
        (Ok(free), Ok(general)) => {
            assert_eq!(free.to_yaml(), general.to_yaml(), "of {document}");
            assert_eq!(free.to_json(), general.to_json(), "of {document}");
            let road = free.report().road;
            let same_road = Report {
                road: Road::General,
                ..free.report().clone()
            };
            assert_eq!(&same_road, general.report(), "of {document}");
            Ok((free, road))
        }
        (Err(free), Err(general)) => {
            assert_eq!(free, general, "of {document}");
            Err(general)
        }
        (free, general) => panic!(
            "the roads disagree: {:?} and {:?} of {document}",
            free.map(|slice| slice.to_yaml()),
            general.map(|slice| slice.to_yaml())
        ),
    }
}

/// What the slice of a valid document is, as YAML, and the road taken.
fn sliced(slicer: &Slicer, document: &str) -> (String, Road) {
    match slice_on_both_roads(slicer, document) {
        Ok((slice, road)) => (slice.to_yaml(), road),
        Err(error) => panic!("{error} in {document}"),
    }
}

/// The error that a document gives.
fn fails(slicer: &Slicer, document: &str) -> (ErrorKind, String) {
    let error = slice_on_both_roads(slicer, document).map(|(slice, _)| slice.to_yaml());
    let error = error.expect_err("an error");
    (error.kind(), error.to_string())
}
