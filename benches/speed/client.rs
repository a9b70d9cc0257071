//! A load client that costs little beside the server it presses: kept connections, requests written
//! ahead of their time, and a reader that knows Content-Length and no more.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::Instant;

/// What passes before the counting begins.
const WARMING_UP: Duration = Duration::from_millis(500);

/// Writes the nth request of a run, whole, into an empty buffer.
pub type Script = Arc<dyn Fn(u64, &mut Vec<u8>) + Send + Sync>;

/// How long a run goes on.
#[derive(Clone, Copy)]
pub enum Span {
    /// So long, after warming up.
    For(Duration),
    /// So many requests.
    Times(u64),
}

/// What came of a run.
#[derive(Clone, Copy)]
pub struct Figures {
    /// Connections that asked at the same time.
    pub clients: usize,
    /// Answers in a second.
    pub per_second: f64,
    /// What half of the answers stayed under, in milliseconds.
    pub p50: f64,
    /// What all but a hundredth stayed under, in milliseconds.
    pub p99: f64,
}

/// A kept connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub async fn open(at: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(at).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(8192) })
    }

    /// Sends a request and reads its answer: the status and the body.
    pub async fn ask(&mut self, request: &[u8]) -> std::io::Result<(u16, &[u8])> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            if let Some((status, from, to)) = whole(&self.buffer) {
                return Ok((status, &self.buffer[from..to]));
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

/// The status of an answer that is all there, and where its body begins and ends.
fn whole(bytes: &[u8]) -> Option<(u16, usize, usize)> {
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let text = std::str::from_utf8(&bytes[..head]).expect("headers are text");
    let status = text.get(9..12).and_then(|digits| digits.parse().ok()).expect("a status");
    let length = text.lines().filter_map(|line| line.split_once(':')).find_map(|(name, value)| {
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>())
    });
    let end = head + 4 + length.expect("Content-Length").expect("a number");
    (bytes.len() >= end).then_some((status, head + 4, end))
}

/// A request as it goes over the wire.
pub fn request(method: &str, path: &str, token: &str, body: &str) -> Vec<u8> {
    let mut lines = vec![format!("{method} {path} HTTP/1.1"), "Host: bench".to_owned()];
    if !token.is_empty() {
        lines.push(format!("Authorization: Bearer {token}"));
    }
    if !body.is_empty() {
        lines.push("Content-Type: application/json".to_owned());
        lines.push(format!("Content-Length: {}", body.len()));
    }
    format!("{}\r\n\r\n{body}", lines.join("\r\n")).into_bytes()
}

/// The same request every time.
pub fn again(request: Vec<u8>) -> Script {
    Arc::new(move |_, into| into.extend_from_slice(&request))
}

/// Presses a server with so many clients; every answer has to be a good one.
pub async fn press(at: SocketAddr, clients: usize, span: Span, script: Script) -> Figures {
    let (took, lasted) = time(at, clients, span, script).await;
    figures(clients, took, lasted)
}

/// The same, as it was measured: what each answer took, and all of it together.
pub async fn time(
    at: SocketAddr,
    clients: usize,
    span: Span,
    script: Script,
) -> (Vec<Duration>, Duration) {
    let counter = Arc::new(AtomicU64::new(0));
    let begin = Instant::now();
    let (from, until, times) = match span {
        Span::For(time) => (begin + WARMING_UP, begin + WARMING_UP + time, u64::MAX),
        Span::Times(times) => (begin, begin + Duration::from_hours(1), times),
    };
    let tasks: Vec<_> = (0..clients)
        .map(|_| {
            let (counter, script) = (Arc::clone(&counter), Arc::clone(&script));
            tokio::spawn(async move {
                let mut connection = Connection::open(at).await.expect("the server answers");
                let (mut request, mut took) = (Vec::with_capacity(1024), Vec::new());
                loop {
                    let nth = counter.fetch_add(1, Ordering::Relaxed);
                    request.clear();
                    script(nth, &mut request);
                    let asked = Instant::now();
                    if asked >= until || nth >= times {
                        return took;
                    }
                    let (status, body) = connection.ask(&request).await.expect("an answer");
                    assert!(
                        matches!(status, 200 | 201),
                        "{status}: {}",
                        String::from_utf8_lossy(body)
                    );
                    let answered = Instant::now();
                    if asked >= from && answered <= until {
                        took.push(answered - asked);
                    }
                }
            })
        })
        .collect();
    let mut took = Vec::new();
    for task in tasks {
        took.extend(task.await.expect("a client"));
    }
    let lasted = match span {
        Span::For(time) => time,
        Span::Times(_) => begin.elapsed(),
    };
    (took, lasted)
}

/// Puts times in order and reads the figures off them.
pub fn figures(clients: usize, mut took: Vec<Duration>, lasted: Duration) -> Figures {
    took.sort_unstable();
    let at = |percent: usize| {
        let nth = (took.len() * percent).div_ceil(100).saturating_sub(1);
        took.get(nth).map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    let count = u32::try_from(took.len()).expect("fewer answers than that");
    let per_second = f64::from(count) / lasted.as_secs_f64();
    Figures { clients, per_second, p50: at(50), p99: at(99) }
}
