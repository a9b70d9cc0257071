//! Limits the requests that are under way on one HTTP/2 connection, until their responses are sent.
//!
//! actix cannot set `SETTINGS_MAX_CONCURRENT_STREAMS`, so clients are not told; browsers use 100 by themselves. A
//! request that the client resets counts until its handler has finished, and an event stream until its next heartbeat:
//! actix notices a reset only when it sends.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, ResponseError as _};

use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;

const MAX_STREAMS: u32 = 100;

/// Of one connection.
#[derive(Clone, Default)]
pub(super) struct StreamCount(Rc<Cell<u32>>);

struct StreamPermit(StreamCount);

impl StreamCount {
    fn acquire(&self) -> Option<StreamPermit> {
        let open = self.0.get();
        (open < MAX_STREAMS).then(|| {
            self.0.set(open + 1);
            StreamPermit(self.clone())
        })
    }
}

impl Drop for StreamPermit {
    fn drop(&mut self) {
        let open = &self.0.0;
        open.set(open.get() - 1);
    }
}

/// A response body that frees the place of its request once it is sent or given up.
struct CountedBody {
    body: BoxBody,
    permit: Option<StreamPermit>,
}

impl MessageBody for CountedBody {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.get_mut().body).poll_next(cx)
    }

    fn try_into_bytes(self) -> Result<Bytes, Self> {
        let Self { body, permit } = self;
        body.try_into_bytes().map_err(|body| Self { body, permit })
    }
}

pub(crate) async fn limit(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let permit = match request.conn_data::<StreamCount>().map(StreamCount::acquire) {
        Some(None) => {
            let detail = "Too many requests at the same time on one connection.";
            let response = Problem::new(ProblemCode::Busy, detail).retry_after(1).error_response();
            return Ok(request
                .into_response(response)
                .map_body(|_, body| CountedBody { body, permit: None }));
        }
        Some(permit) => permit,
        None => None,
    };
    let response = next.call(request).await?.map_into_boxed_body();
    Ok(response.map_body(|_, body| CountedBody { body, permit }))
}
