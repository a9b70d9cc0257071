//! An HTTP/2 client that can misbehave: it sends and reads single frames, and does nothing by itself.

use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::ring;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::certificates::TestCertificate;

const TIMEOUT: Duration = Duration::from_secs(20);
pub(crate) const DATA: u8 = 0;
pub(crate) const HEADERS: u8 = 1;
pub(crate) const RESET: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
pub(crate) const GO_AWAY: u8 = 7;
pub(crate) const CONTINUATION: u8 = 9;
pub(crate) const END_STREAM: u8 = 1;
const ACK: u8 = 1;
pub(crate) const END_HEADERS: u8 = 4;

#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) kind: u8,
    flags: u8,
    stream: u32,
    pub(crate) payload: Vec<u8>,
}

pub(crate) struct Http2Client {
    io: TlsStream<TcpStream>,
    next_stream: u32,
}

impl Http2Client {
    /// Only the TLS handshake, in which HTTP/2 is chosen.
    pub(crate) async fn silent(at: &str, trusted: &TestCertificate) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(trusted.cert.clone()).expect("a root");
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec()];
        let tcp = TcpStream::connect(at).await.expect("a connection");
        let name = ServerName::try_from("localhost").expect("a name");
        let io = TlsConnector::from(Arc::new(config)).connect(name, tcp).await.expect("TLS");
        assert_eq!(io.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
        Self { io, next_stream: 1 }
    }

    pub(crate) async fn connect(at: &str, trusted: &TestCertificate) -> Self {
        Self::with_settings(at, trusted, &[]).await
    }

    /// Accepts no byte of any response body.
    pub(crate) async fn that_reads_no_bodies(at: &str, trusted: &TestCertificate) -> Self {
        Self::with_settings(at, trusted, &[0, 4, 0, 0, 0, 0]).await
    }

    async fn with_settings(at: &str, trusted: &TestCertificate, settings: &[u8]) -> Self {
        let mut client = Self::silent(at, trusted).await;
        client.io.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.expect("written");
        client.send(SETTINGS, 0, 0, settings).await;
        client
    }

    pub(crate) async fn send(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
        self.try_send(kind, flags, stream, payload).await.expect("written");
    }

    pub(crate) async fn try_send(
        &mut self,
        kind: u8,
        flags: u8,
        stream: u32,
        payload: &[u8],
    ) -> std::io::Result<()> {
        let length = u32::try_from(payload.len()).expect("short").to_be_bytes();
        let frame = [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat();
        self.io.write_all(&frame).await?;
        self.io.flush().await
    }

    /// The header block and the id of a new stream.
    pub(crate) fn new_stream(&mut self, head: &[(&str, &str)]) -> (u32, Vec<u8>) {
        let stream = self.next_stream;
        self.next_stream += 2;
        let fixed = [(":scheme", "https"), (":authority", "localhost")];
        let fields = head.iter().filter(|(name, _)| name.starts_with(':')).chain(&fixed);
        let fields = fields.chain(head.iter().filter(|(name, _)| !name.starts_with(':')));
        (stream, fields.flat_map(|(name, value)| literal(name, value)).collect())
    }

    /// Sends the head of a request and returns its stream.
    pub(crate) async fn open(&mut self, head: &[(&str, &str)], is_complete: bool) -> u32 {
        let (stream, block) = self.new_stream(head);
        let end = if is_complete { END_STREAM } else { 0 };
        self.send(HEADERS, END_HEADERS | end, stream, &block).await;
        stream
    }

    pub(crate) async fn get(&mut self, path: &str) -> String {
        let stream = self.open(&[(":method", "GET"), (":path", path)], true).await;
        self.response(stream).await
    }

    /// The next frame; none once the connection is closed. Answers pings and settings.
    pub(crate) async fn frame(&mut self) -> Option<Frame> {
        let frame = timeout(TIMEOUT, self.read_frame()).await.expect("a frame in time")?;
        if [PING, SETTINGS].contains(&frame.kind) && frame.flags & ACK == 0 {
            let payload: &[u8] = if frame.kind == PING { &frame.payload } else { &[] };
            // The connection may have been closed meanwhile.
            let _ = self.try_send(frame.kind, ACK, 0, payload).await;
        }
        Some(frame)
    }

    async fn read_frame(&mut self) -> Option<Frame> {
        let mut head = [0; 9];
        self.io.read_exact(&mut head).await.ok()?;
        let [a, b, c, kind, flags, stream @ ..] = head;
        let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
        self.io.read_exact(&mut payload).await.ok()?;
        Some(Frame { kind, flags, stream: u32::from_be_bytes(stream), payload })
    }

    pub(crate) async fn frame_of_kind(&mut self, kind: u8) -> Frame {
        loop {
            let frame = self.frame().await.expect("the connection stays open");
            if frame.kind == kind {
                return frame;
            }
        }
    }

    /// Reads until the server closes the connection.
    pub(crate) async fn until_closed(&mut self) {
        while self.frame().await.is_some() {}
    }

    /// The body of a response, when it is complete.
    pub(crate) async fn response(&mut self, stream: u32) -> String {
        let mut body = Vec::new();
        loop {
            let frame = self.frame().await.expect("the connection stays open");
            if frame.stream != stream {
                continue;
            }
            match frame.kind {
                DATA => body.extend(frame.payload),
                HEADERS => {}
                RESET => panic!("the stream was reset: {:?}", frame.payload),
                _ => continue,
            }
            if frame.flags & END_STREAM != 0 {
                return String::from_utf8_lossy(&body).into_owned();
            }
        }
    }
}

/// A header field without compression (RFC 7541, section 6.2.2).
pub(crate) fn literal(name: &str, value: &str) -> Vec<u8> {
    [vec![0], string(name), string(value)].concat()
}

fn string(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    if text.len() < 127 {
        bytes.push(u8::try_from(text.len()).expect("short"));
    } else {
        bytes.push(127);
        let mut rest = text.len() - 127;
        while rest >= 128 {
            bytes.push(u8::try_from(rest % 128 + 128).expect("a byte"));
            rest /= 128;
        }
        bytes.push(u8::try_from(rest).expect("a byte"));
    }
    bytes.extend(text.as_bytes());
    bytes
}
