//! Server-sent events: the response head and the body that a task writes to.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::http::header::{CONTENT_ENCODING, HeaderName};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use tokio::sync::mpsc::{self, Receiver, Sender};

/// Chunks that may wait for a slow reader; further events wait in the event log.
const BUFFERED_CHUNKS: usize = 4;

/// Sent first: clients reconnect two seconds after losing the connection.
pub(crate) const RETRY_LINE: &str = "retry: 2000\n\n";

pub(crate) type SseSender = Sender<web::Bytes>;

pub(crate) fn response_head() -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response
        .content_type("text/event-stream")
        // With compression each stream would hold more than a hundred kilobytes.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"));
    response
}

pub(crate) fn channel() -> (SseSender, SseBody) {
    let (sender, receiver) = mpsc::channel(BUFFERED_CHUNKS);
    (sender, SseBody(receiver))
}

/// The last id received before the connection was lost; browsers send it by themselves.
pub(crate) fn last_event_id(request: &HttpRequest) -> Option<&str> {
    let id = request.headers().get(HeaderName::from_static("last-event-id"))?.to_str().ok()?;
    Some(id).filter(|id| !id.is_empty())
}

pub(crate) struct SseBody(Receiver<web::Bytes>);

impl MessageBody for SseBody {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<web::Bytes, Infallible>>> {
        self.get_mut().0.poll_recv(cx).map(|chunk| chunk.map(Ok))
    }
}
