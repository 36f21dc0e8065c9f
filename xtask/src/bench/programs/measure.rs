//! What the measuring programs have in common: counting allocations, reading the process's memory, saying a result.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Instant;

struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static ALLOCATED: AtomicU64 = AtomicU64::new(0);

// SAFETY: hands every call on to the system's allocator, unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        ALLOCATED.fetch_add(layout.size() as u64, Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        ALLOCATED.fetch_add(size.saturating_sub(layout.size()) as u64, Relaxed);
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Allocations so far: their number and their bytes.
pub fn allocations() -> (u64, u64) {
    (ALLOCATIONS.load(Relaxed), ALLOCATED.load(Relaxed))
}

/// The most memory that the process ever held, in KiB; 0 where the system does not say.
pub fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok())
        .unwrap_or(0)
}

/// Calls one after another on a warm connection.
pub struct Calls {
    seconds: Vec<f64>,
    before: (u64, u64),
    started: Instant,
}

impl Calls {
    pub fn start(count: usize) -> Self {
        let seconds = Vec::with_capacity(count);
        Self { seconds, before: allocations(), started: Instant::now() }
    }

    pub fn lap(&mut self) {
        self.seconds.push(self.started.elapsed().as_secs_f64());
        self.started = Instant::now();
    }

    pub fn finish(mut self) {
        let after = allocations();
        let count = self.seconds.len() as f64;
        self.seconds.sort_by(f64::total_cmp);
        let median = self.seconds[self.seconds.len() / 2];
        let allocations = (after.0 - self.before.0) as f64 / count;
        let bytes = (after.1 - self.before.1) as f64 / count;
        println!(r#"{{"seconds": {median:e}, "allocations": {allocations}, "bytes": {bytes}}}"#);
    }
}

/// A list that is read from its first page to its last.
pub struct Listing {
    started: Instant,
    items: u64,
    first: u64,
}

impl Listing {
    pub fn start() -> Self {
        Self { started: Instant::now(), items: 0, first: 0 }
    }

    pub fn items(&mut self, count: u64) {
        self.items += count;
        if self.first == 0 && self.items >= 1_000 {
            self.first = peak_memory();
        }
    }

    pub fn finish(self) {
        let seconds = self.started.elapsed().as_secs_f64();
        let (items, rate) = (self.items, self.items as f64 / seconds);
        let growth = peak_memory().saturating_sub(self.first);
        println!(r#"{{"items": {items}, "rate": {rate}, "growth": {growth}}}"#);
    }
}
