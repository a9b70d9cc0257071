//! What every stream of server-sent events has in common: how it is answered, and how it is read.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::http::header::{CONTENT_ENCODING, HeaderName};
use actix_web::{HttpResponse, HttpResponseBuilder, web};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::extract::ApiRequest;

/// How many pieces may wait for a slow reader; what is more waits in the log.
const AHEAD: usize = 4;

/// Told first: come back two seconds after the line is lost.
pub const OPENING: &str = "retry: 2000\n\n";

/// The line over which a stream is fed.
pub type SseLine = Sender<web::Bytes>;

/// The answer that a stream begins with.
#[must_use]
pub fn start() -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .content_type("text/event-stream")
        // Compressed, each stream would hold a hundred kilobytes and more.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"));
    answer
}

/// A line, and the body that is read at its other end.
#[must_use]
pub fn line() -> (SseLine, Body) {
    let (sender, body) = channel(AHEAD);
    (sender, Body(body))
}

/// The id that was read last before the line was lost; a browser sends it by itself.
#[must_use]
pub fn last_id(ask: &ApiRequest) -> Option<&str> {
    ask.header(&HeaderName::from_static("last-event-id")).filter(|id| !id.is_empty())
}

/// The stream as it is read.
pub struct Body(Receiver<web::Bytes>);

impl MessageBody for Body {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<web::Bytes, Infallible>>> {
        self.get_mut().0.poll_recv(cx).map(|piece| piece.map(Ok))
    }
}
