//! Bytes that no HTTP server would send.

use std::time::Duration;

use hyper::StatusCode;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use tokio::io::{AsyncWrite, AsyncWriteExt as _};

use super::is_default;
use crate::clock::RunningClock;

/// Bytes in place of an answer, and what becomes of the connection then. Over HTTP/2 the connection is reset instead.
///
/// ```
/// use intune_hardware_configurations_emulator::{Fault, Raw, Then};
///
/// // Half a status line, and then silence until the client loses patience.
/// let silence = Fault::new(Raw::new("HTTP/1.1 20").then(Then::Stall)).once();
/// # let _ = silence;
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Raw {
    #[serde(deserialize_with = "text", serialize_with = "lossy_text")]
    bytes: Vec<u8>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) then: Then,
    #[serde(default, skip_serializing_if = "is_default")]
    slow_bytes: usize,
    #[serde(default, skip_serializing_if = "is_default")]
    pause_millis: u64,
}

/// What becomes of a connection after [`Raw`] bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Then {
    /// It is closed.
    #[default]
    Close,
    /// It is reset, once the bytes had time to arrive.
    Reset,
    /// Nothing more comes until the client hangs up.
    Stall,
    /// It goes on with the next request.
    KeepOpen,
}

impl Raw {
    /// These bytes, and then a closed connection.
    #[must_use]
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            bytes: bytes.into(),
            then: Then::Close,
            slow_bytes: 0,
            pause_millis: 0,
        }
    }

    /// Sets what becomes of the connection.
    #[must_use]
    pub fn then(mut self, then: Then) -> Self {
        self.then = then;
        self
    }

    /// The last `bytes` come one by one, with `pause` before each, by the emulator's clock.
    #[must_use]
    pub fn slowly(mut self, bytes: usize, pause: Duration) -> Self {
        self.slow_bytes = bytes;
        self.pause_millis = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
        self
    }

    /// The status that a client can read, if it can.
    pub(super) fn status(&self) -> StatusCode {
        let status = self.bytes.get(9..12).map(StatusCode::from_bytes);
        let status = status.and_then(Result::ok);
        status.unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
    }

    pub(crate) async fn send<S: AsyncWrite + Unpin>(
        &self,
        stream: &mut S,
        clock: &RunningClock,
    ) -> std::io::Result<()> {
        let at_once = self.bytes.len().saturating_sub(self.slow_bytes);
        let (at_once, slow) = self.bytes.split_at(at_once);
        stream.write_all(at_once).await?;
        stream.flush().await?;
        for byte in slow {
            clock.sleep(Duration::from_millis(self.pause_millis)).await;
            stream.write_all(&[*byte]).await?;
            stream.flush().await?;
        }
        Ok(())
    }
}

fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    String::deserialize(deserializer).map(String::into_bytes)
}

/// To be shown: JSON has no other bytes than those of texts.
fn lossy_text<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&String::from_utf8_lossy(bytes))
}
