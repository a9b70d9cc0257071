//! A connection over which one request is sent.

use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{HOST, HeaderValue, RETRY_AFTER, USER_AGENT};
use hyper::rt::{Read, Write};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::task::AbortHandle;
use tracing::Instrument as _;

use super::error::DeliveryError;

const RESPONSE_TIMEOUT: Duration = Duration::from_secs(10);
const MAX_HEAD_BYTES: usize = 16 * 1024;

const TIMED_OUT: DeliveryError = DeliveryError::Unavailable("response timed out");
const NO_RESPONSE: DeliveryError = DeliveryError::Unavailable("no valid response");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveryResponse {
    pub status: StatusCode,
    /// From the `Retry-After` header, if it is a number of seconds.
    pub retry_after: Option<Duration>,
}

pub struct Connection {
    sender: SendRequest<Full<Bytes>>,
    host: HeaderValue,
    task: AbortHandle,
}

pub(super) async fn handshake<S>(socket: S, host: HeaderValue) -> Result<Connection, DeliveryError>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
    TokioIo<S>: Read + Write,
{
    let (sender, connection) = http1::Builder::new()
        .max_buf_size(MAX_HEAD_BYTES)
        .handshake(TokioIo::new(socket))
        .await
        .map_err(|_| NO_RESPONSE)?;
    // Errors of the connection are reported to the sender of the request.
    let task = tokio::spawn(async move { drop(connection.await) }.in_current_span()).abort_handle();
    Ok(Connection { sender, host, task })
}

impl Connection {
    /// Sends a request and reads the head of the response.
    pub async fn send(
        mut self,
        request: Request<Vec<u8>>,
    ) -> Result<DeliveryResponse, DeliveryError> {
        let response = tokio::time::timeout(RESPONSE_TIMEOUT, self.send_request(request))
            .await
            .map_err(|_| TIMED_OUT)??;
        let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let retry_after = retry_after.and_then(|text| text.parse().ok()).map(Duration::from_secs);
        Ok(DeliveryResponse { status: response.status(), retry_after })
    }

    /// Sends a request and reads the whole response; fails if the body exceeds `max_bytes`.
    pub async fn send_and_read(
        mut self,
        request: Request<Vec<u8>>,
        max_bytes: usize,
    ) -> Result<Response<Vec<u8>>, DeliveryError> {
        let response = async {
            let (head, body) = self.send_request(request).await?.into_parts();
            let failed = |_| DeliveryError::Unavailable("response body was cut off or too long");
            let body = Limited::new(body, max_bytes).collect().await.map_err(failed)?;
            Ok(Response::from_parts(head, body.to_bytes().to_vec()))
        };
        tokio::time::timeout(RESPONSE_TIMEOUT, response).await.unwrap_or(Err(TIMED_OUT))
    }

    async fn send_request(
        &mut self,
        mut request: Request<Vec<u8>>,
    ) -> Result<Response<Incoming>, DeliveryError> {
        request.headers_mut().insert(HOST, self.host.clone());
        request.headers_mut().insert(USER_AGENT, HeaderValue::from_static("stuffy"));
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).parse();
        *request.uri_mut() = path.unwrap_or_default();
        let request = request.map(|body| Full::new(Bytes::from(body)));
        self.sender.send_request(request).await.map_err(|_| NO_RESPONSE)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.task.abort();
    }
}
