//! A TLS connection, to which HTTP/2 gets two things that actix does not do: an announcement of the shutdown, and a
//! limit on the size of a request's headers.
//!
//! Neither actix-web nor actix-http lets its user reach the HTTP/2 connection, so both are done to the bytes.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::frames::{FrameHead, FramePosition};
use crate::web::shutdown::ShutdownFlag;

/// "PRI * HTTP/2.0" and so on, which every client sends first.
const PREFACE_LENGTH: usize = 24;
/// Compressed, with its continuations. HTTP/1.1 takes 128 KiB uncompressed; h2 itself would take 16 MiB.
const MAX_HEADERS: usize = 32 * 1024;
/// No error, and the highest stream id: what is under way is answered, and the client opens no more streams.
const GO_AWAY: [u8; 17] = [0, 0, 8, 7, 0, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0];

/// Passes everything through if the client did not choose HTTP/2.
pub(super) struct Http2Stream<IO> {
    io: IO,
    http2: Option<Http2State>,
}

struct Http2State {
    received: FramePosition,
    /// Bytes of the header block that is being received.
    header_bytes: usize,
    sent: FramePosition,
    has_sent_settings: bool,
    has_responded: bool,
    shutdown: Shutdown,
}

enum Shutdown {
    Awaited(Pin<Box<dyn Future<Output = ()>>>),
    /// A client that connects during the shutdown must get one response, or it would connect again and again.
    AfterResponse,
    /// This many bytes of [`GO_AWAY`] are sent.
    Announcing(usize),
    Announced,
}

impl<IO> Http2Stream<IO> {
    pub(super) fn new(io: IO, is_http2: bool, flag: &ShutdownFlag) -> Self {
        Self { io, http2: is_http2.then(|| Http2State::new(flag)) }
    }

    pub(super) const fn is_http2(&self) -> bool {
        self.http2.is_some()
    }
}

impl Http2State {
    fn new(flag: &ShutdownFlag) -> Self {
        let shutdown = if flag.is_set() {
            Shutdown::AfterResponse
        } else {
            Shutdown::Awaited(Box::pin(flag.clone().wait()))
        };
        Self {
            received: FramePosition::after(PREFACE_LENGTH),
            header_bytes: 0,
            sent: FramePosition::default(),
            has_sent_settings: false,
            has_responded: false,
            shutdown,
        }
    }

    fn check_received(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Self { received, header_bytes, .. } = self;
        let mut largest = 0;
        received.advance(bytes, |frame| {
            *header_bytes += if frame.has_headers() { frame.length } else { 0 };
            largest = largest.max(*header_bytes);
            if frame.ends_headers() {
                *header_bytes = 0;
            }
        });
        if largest > MAX_HEADERS {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "too large headers"));
        }
        Ok(())
    }

    fn note_sent(&mut self, bytes: &[u8]) {
        let mut has_responded = self.has_responded;
        self.sent.advance(bytes, |frame: FrameHead| has_responded |= frame.starts_headers());
        (self.has_sent_settings, self.has_responded) = (true, has_responded);
    }

    /// Wakes the connection when the shutdown begins.
    fn poll_shutdown_flag(&mut self, cx: &mut Context<'_>) {
        if let Shutdown::Awaited(flag) = &mut self.shutdown
            && flag.as_mut().poll(cx).is_ready()
        {
            self.shutdown = Shutdown::Announcing(0);
        }
        if self.has_responded && matches!(self.shutdown, Shutdown::AfterResponse) {
            self.shutdown = Shutdown::Announcing(0);
        }
    }

    /// Sends the announcement if it is due. It must not be sent into the middle of another frame.
    fn poll_announce<IO: AsyncWrite + Unpin>(
        &mut self,
        io: &mut IO,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        self.poll_shutdown_flag(cx);
        let is_possible = self.has_sent_settings && self.sent.is_between_frames();
        while let Shutdown::Announcing(sent) = &mut self.shutdown
            && is_possible
        {
            let count = ready!(Pin::new(&mut *io).poll_write(cx, &GO_AWAY[*sent..]))?;
            if count == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            *sent += count;
            if *sent == GO_AWAY.len() {
                self.shutdown = Shutdown::Announced;
                // If this must wait, the next response is flushed with it.
                let _ = Pin::new(&mut *io).poll_flush(cx)?;
            }
        }
        Poll::Ready(Ok(()))
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> AsyncRead for Http2Stream<IO> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let Self { io, http2 } = self.get_mut();
        let Some(http2) = http2 else { return Pin::new(io).poll_read(cx, buffer) };
        // A client that does not read must not keep the server from reading.
        let _ = http2.poll_announce(io, cx)?;
        let before = buffer.filled().len();
        ready!(Pin::new(io).poll_read(cx, buffer))?;
        Poll::Ready(http2.check_received(&buffer.filled()[before..]))
    }
}

impl<IO: AsyncWrite + Unpin> AsyncWrite for Http2Stream<IO> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let Self { io, http2 } = self.get_mut();
        let Some(http2) = http2 else { return Pin::new(io).poll_write(cx, bytes) };
        ready!(http2.poll_announce(io, cx))?;
        let is_waiting = matches!(http2.shutdown, Shutdown::Announcing(_));
        let bytes = match http2.sent.bytes_to_end(bytes) {
            // Up to the end of the frame, after which the announcement can be sent.
            count @ 1.. if is_waiting => &bytes[..count],
            _ => bytes,
        };
        let count = ready!(Pin::new(io).poll_write(cx, bytes))?;
        http2.note_sent(&bytes[..count]);
        Poll::Ready(Ok(count))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().io).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().io).poll_shutdown(cx)
    }
}
