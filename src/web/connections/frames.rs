//! Finds the frames in one direction of an HTTP/2 connection (RFC 9113, section 4.1).

const HEAD_LENGTH: usize = 9;
const HEADERS: u8 = 1;
const CONTINUATION: u8 = 9;
const END_HEADERS: u8 = 4;

#[derive(Clone, Copy, Debug)]
pub(super) struct FrameHead {
    pub(super) length: usize,
    kind: u8,
    flags: u8,
}

impl FrameHead {
    pub(super) const fn starts_headers(self) -> bool {
        self.kind == HEADERS
    }

    pub(super) const fn has_headers(self) -> bool {
        matches!(self.kind, HEADERS | CONTINUATION)
    }

    pub(super) const fn ends_headers(self) -> bool {
        self.has_headers() && self.flags & END_HEADERS != 0
    }
}

/// Where in a frame the bytes that have passed so far end.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FramePosition {
    head: [u8; HEAD_LENGTH],
    /// Bytes of the head that have passed.
    passed: usize,
    /// Bytes of the payload that are still to come.
    rest: usize,
}

impl FramePosition {
    /// Before the frames there are this many bytes of something else.
    pub(super) fn after(rest: usize) -> Self {
        Self { rest, ..Self::default() }
    }

    pub(super) const fn is_between_frames(&self) -> bool {
        self.passed == 0 && self.rest == 0
    }

    /// Passes over these bytes and reports each frame that begins in them.
    pub(super) fn advance(&mut self, mut bytes: &[u8], mut report: impl FnMut(FrameHead)) {
        while !bytes.is_empty() {
            let (count, head) = self.step(bytes);
            bytes = &bytes[count..];
            head.into_iter().for_each(&mut report);
        }
    }

    /// How many of these bytes belong to the current frame.
    pub(super) fn bytes_to_end(mut self, bytes: &[u8]) -> usize {
        let mut count = 0;
        while count < bytes.len() && !self.is_between_frames() {
            count += self.step(&bytes[count..]).0;
        }
        count
    }

    /// Passes over the rest of the payload, or over what there is of a head.
    fn step(&mut self, bytes: &[u8]) -> (usize, Option<FrameHead>) {
        if self.rest > 0 {
            let count = self.rest.min(bytes.len());
            self.rest -= count;
            return (count, None);
        }
        let count = (HEAD_LENGTH - self.passed).min(bytes.len());
        self.head[self.passed..self.passed + count].copy_from_slice(&bytes[..count]);
        self.passed += count;
        if self.passed < HEAD_LENGTH {
            return (count, None);
        }
        let [high, middle, low, kind, flags, ..] = self.head;
        let length = usize::from(high) << 16 | usize::from(middle) << 8 | usize::from(low);
        (self.passed, self.rest) = (0, length);
        (count, Some(FrameHead { length, kind, flags }))
    }
}
