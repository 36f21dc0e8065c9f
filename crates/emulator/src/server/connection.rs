//! A connection that can be reset on purpose.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

use crate::faults::Raw;

/// How long bytes get to reach the client before the connection is reset behind them.
pub(super) const HEAD_START: Duration = Duration::from_millis(20);

/// Tells a connection to end without a farewell.
#[derive(Clone, Debug, Default)]
pub(super) struct ResetSwitch {
    mode: Arc<AtomicU8>,
    /// What is sent once HTTP has come to its end.
    raw: Arc<Mutex<Option<RawAnswer>>>,
}

/// Bytes in place of the answer to a request.
#[derive(Debug)]
pub(super) struct RawAnswer {
    pub(super) raw: Raw,
    pub(super) exchange: u64,
}

const NOTHING_FAILS: u8 = 0;

const READS_FAIL: u8 = 1;
const ALL_FAILS: u8 = 2;

impl ResetSwitch {
    /// Nothing of HTTP goes out any more, but these bytes.
    pub(super) fn take_over(&self, answer: RawAnswer) {
        *self.raw.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
        self.now();
    }

    /// The bytes that are to go out now, if that is why HTTP has ended.
    pub(super) fn taken_over(&self) -> Option<RawAnswer> {
        let mut raw = self.raw.lock().unwrap_or_else(PoisonError::into_inner);
        let raw = raw.take()?;
        self.mode.store(NOTHING_FAILS, Ordering::Release);
        Some(raw)
    }

    /// Nothing more goes out.
    pub(super) fn now(&self) {
        self.mode.store(ALL_FAILS, Ordering::Release);
    }

    /// What is being written still goes out, and then nothing is read any more.
    fn after_this(&self) {
        self.mode.store(READS_FAIL, Ordering::Release);
    }

    pub(super) fn is_on(&self) -> bool {
        self.mode.load(Ordering::Acquire) >= READS_FAIL
    }

    fn stops_writes(&self) -> bool {
        self.mode.load(Ordering::Acquire) >= ALL_FAILS
    }
}

/// A stream that fails once its switch is on.
pub(super) struct Resettable<S> {
    pub(super) stream: S,
    pub(super) switch: ResetSwitch,
}

fn reset() -> io::Error {
    io::ErrorKind::ConnectionReset.into()
}

impl<S: AsyncRead + Unpin> AsyncRead for Resettable<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.switch.is_on() {
            return Poll::Ready(Err(reset()));
        }
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Resettable<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.switch.stops_writes() {
            return Poll::Ready(Err(reset()));
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.switch.stops_writes() {
            return Poll::Ready(Err(reset()));
        }
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
    }

    /// Without this, every body would be copied behind its head first.
    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.switch.is_on() {
            return Poll::Ready(Err(reset()));
        }
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// A body that comes whole, or ends in the middle.
pub(super) struct ReplyBody {
    bytes: Bytes,
    /// Set when the body does not come whole.
    cut: Option<Cut>,
    /// Turned on once the body is through.
    after: Option<ResetSwitch>,
}

impl Drop for ReplyBody {
    fn drop(&mut self) {
        if let Some(switch) = &self.after {
            switch.after_this();
        }
    }
}

struct Cut {
    promised: u64,
    switch: ResetSwitch,
    pause: Option<Pin<Box<Sleep>>>,
}

impl ReplyBody {
    pub(super) fn whole(bytes: Bytes) -> Self {
        Self {
            bytes,
            cut: None,
            after: None,
        }
    }

    /// All of it, then a reset.
    pub(super) fn before_reset(bytes: Bytes, switch: ResetSwitch) -> Self {
        let mut body = Self::whole(bytes);
        body.after = Some(switch);
        body
    }

    /// The first half, then a reset.
    pub(super) fn cut(bytes: Bytes, switch: ResetSwitch) -> Self {
        // A body of nothing still promises a byte, so that there is something to miss.
        let promised = (bytes.len() as u64).max(1);
        let mut body = Self::whole(bytes);
        body.bytes.truncate(body.bytes.len() / 2);
        body.cut = Some(Cut {
            promised,
            switch,
            pause: None,
        });
        body
    }
}

impl Body for ReplyBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if !self.bytes.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.bytes)))));
        }
        let Some(cut) = &mut self.cut else {
            return Poll::Ready(None);
        };
        let pause = cut
            .pause
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(HEAD_START)));
        ready!(pause.as_mut().poll(context));
        cut.switch.now();
        Poll::Ready(Some(Err(reset())))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_empty() && self.cut.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(
            self.cut
                .as_ref()
                .map_or(self.bytes.len() as u64, |cut| cut.promised),
        )
    }
}
