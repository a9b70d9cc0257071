//! A cheap load client: keep-alive connections, prepared requests, and a parser that knows only Content-Length.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::Instant;

/// Time before the measurement starts.
const WARMING_UP: Duration = Duration::from_millis(500);

/// Writes the nth request of a run into an empty buffer.
pub type Script = Arc<dyn Fn(u64, &mut Vec<u8>) + Send + Sync>;

/// Length of a run.
#[derive(Clone, Copy)]
pub enum RunLength {
    /// A duration after warming up.
    For(Duration),
    /// A number of requests.
    Times(u64),
}

#[derive(Clone, Copy)]
pub struct Figures {
    /// Concurrent connections.
    pub clients: usize,
    /// Responses per second.
    pub per_second: f64,
    /// Median response time in milliseconds.
    pub p50: f64,
    /// 99th percentile in milliseconds.
    pub p99: f64,
}

/// A keep-alive connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub async fn open(at: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(at).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(8192) })
    }

    /// Sends a request and returns status and body of the response.
    pub async fn ask(&mut self, request: &[u8]) -> std::io::Result<(u16, &[u8])> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            if let Some((status, from, to)) = parse_response(&self.buffer) {
                return Ok((status, &self.buffer[from..to]));
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

/// Status, start and end of the body of a complete response.
fn parse_response(bytes: &[u8]) -> Option<(u16, usize, usize)> {
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let text = std::str::from_utf8(&bytes[..head]).expect("headers are text");
    let status = text.get(9..12).and_then(|digits| digits.parse().ok()).expect("a status");
    let length = text.lines().filter_map(|line| line.split_once(':')).find_map(|(name, value)| {
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>())
    });
    let end = head + 4 + length.expect("Content-Length").expect("a number");
    (bytes.len() >= end).then_some((status, head + 4, end))
}

/// The bytes of an HTTP request.
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

pub fn repeat(request: Vec<u8>) -> Script {
    Arc::new(move |_, into| into.extend_from_slice(&request))
}

/// Sends requests with this many clients; every response must be a success.
pub async fn run_load(
    at: SocketAddr,
    clients: usize,
    length: RunLength,
    script: Script,
) -> Figures {
    let (response_times, duration) = time(at, clients, length, script).await;
    figures(clients, response_times, duration)
}

/// The same with the raw measurements: each response time, and the total duration.
pub async fn time(
    at: SocketAddr,
    clients: usize,
    length: RunLength,
    script: Script,
) -> (Vec<Duration>, Duration) {
    let counter = Arc::new(AtomicU64::new(0));
    let begin = Instant::now();
    let (from, until, times) = match length {
        RunLength::For(time) => (begin + WARMING_UP, begin + WARMING_UP + time, u64::MAX),
        RunLength::Times(times) => (begin, begin + Duration::from_hours(1), times),
    };
    let tasks: Vec<_> = (0..clients)
        .map(|_| {
            let (counter, script) = (Arc::clone(&counter), Arc::clone(&script));
            tokio::spawn(async move {
                let mut connection = Connection::open(at).await.expect("connected");
                let (mut request, mut response_times) = (Vec::with_capacity(1024), Vec::new());
                loop {
                    let nth = counter.fetch_add(1, Ordering::Relaxed);
                    request.clear();
                    script(nth, &mut request);
                    let started = Instant::now();
                    if started >= until || nth >= times {
                        return response_times;
                    }
                    let (status, body) = connection.ask(&request).await.expect("a response");
                    assert!(
                        matches!(status, 200 | 201),
                        "{status}: {}",
                        String::from_utf8_lossy(body)
                    );
                    let answered = Instant::now();
                    if started >= from && answered <= until {
                        response_times.push(answered - started);
                    }
                }
            })
        })
        .collect();
    let mut response_times = Vec::new();
    for task in tasks {
        response_times.extend(task.await.expect("a client"));
    }
    let duration = match length {
        RunLength::For(time) => time,
        RunLength::Times(_) => begin.elapsed(),
    };
    (response_times, duration)
}

pub fn figures(clients: usize, mut response_times: Vec<Duration>, duration: Duration) -> Figures {
    response_times.sort_unstable();
    let at = |percent: usize| {
        let nth = (response_times.len() * percent).div_ceil(100).saturating_sub(1);
        response_times.get(nth).map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    let count = u32::try_from(response_times.len()).expect("the count fits");
    let per_second = f64::from(count) / duration.as_secs_f64();
    Figures { clients, per_second, p50: at(50), p99: at(99) }
}
