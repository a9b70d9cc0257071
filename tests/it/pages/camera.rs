//! A video of a label on a table for the browser's fake camera.

use std::io::Write as _;

use stuffy::printing::Qr;
use tempfile::NamedTempFile;

const WIDTH: usize = 640;
const HEIGHT: usize = 480;
const MODULE: usize = 8;
const TABLE: u8 = 150;
const PAPER: u8 = 235;
const INK: u8 = 20;

/// A video file and the browser flags that use it as the camera.
pub(crate) struct CameraVideo {
    file: NamedTempFile,
}

impl CameraVideo {
    /// A label whose QR code contains this text.
    pub(crate) fn showing(text: &str) -> Self {
        let label = Qr::from_text(text).expect("a text that fits");
        let side = label.full_width() * MODULE;
        let (left, top) = ((WIDTH - side) / 2, (HEIGHT - side) / 2);
        let on_label = |at: usize, from: usize| at.checked_sub(from).filter(|at| *at < side);
        let shade = |x: usize, y: usize| match on_label(x, left).zip(on_label(y, top)) {
            Some((x, y)) if label.is_dark(x / MODULE, y / MODULE) => INK,
            Some(_) => PAPER,
            None => TABLE,
        };
        let pixels = (0..WIDTH * HEIGHT).map(|nth| shade(nth % WIDTH, nth / WIDTH));
        let mut frame = b"FRAME\n".to_vec();
        frame.extend(pixels);
        frame.extend([128].repeat(WIDTH * HEIGHT / 2));
        let mut file = tempfile::Builder::new().suffix(".y4m").tempfile().expect("a file");
        writeln!(file, "YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg").expect("written");
        for _ in 0..10 {
            file.write_all(&frame).expect("written");
        }
        Self { file }
    }

    /// Flags that use the video without a permission prompt.
    pub(crate) fn flags(&self) -> Vec<String> {
        vec![
            "--use-fake-ui-for-media-stream".to_owned(),
            "--use-fake-device-for-media-stream".to_owned(),
            format!("--use-file-for-fake-video-capture={}", self.file.path().display()),
        ]
    }
}
