//! Parser for `multipart/form-data` (RFC 7578); the body is already in memory.

/// The boundary parameter of a `multipart/form-data` content type.
#[must_use]
pub fn boundary(content_type: &str) -> Option<String> {
    let (kind, parameters) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let named = parameters.split(';').filter_map(|parameter| parameter.trim().split_once('='));
    let mut boundaries = named.filter(|(name, _)| name.eq_ignore_ascii_case("boundary"));
    let text = boundaries.next()?.1.trim_matches('"');
    (1..=70).contains(&text.len()).then(|| text.to_owned())
}

/// The names and contents of all fields; for a file, the file's content. Invalid UTF-8 becomes U+FFFD.
#[must_use]
pub fn fields(body: &[u8], boundary: &str) -> Option<Vec<(String, String)>> {
    let first = format!("--{boundary}");
    let mut rest = body.get(find(body, first.as_bytes())? + first.len()..)?;
    let separator = format!("\r\n--{boundary}");
    let mut fields = Vec::new();
    // Two hyphens after a boundary end the form.
    while !rest.starts_with(b"--") {
        let end = find(rest, separator.as_bytes())?;
        fields.extend(field(rest.get(..end)?));
        rest = rest.get(end + separator.len()..)?;
    }
    Some(fields)
}

/// Parses one part: line break, headers, empty line, content.
fn field(part: &[u8]) -> Option<(String, String)> {
    let headers_end = find(part, b"\r\n\r\n")?;
    let headers = String::from_utf8_lossy(part.get(..headers_end)?).into_owned();
    let content = String::from_utf8_lossy(part.get(headers_end + 4..)?).into_owned();
    let is_disposition =
        |line: &&str| line.to_ascii_lowercase().starts_with("content-disposition:");
    let line = headers.lines().find(is_disposition)?;
    let name = line.split(';').find_map(|parameter| parameter.trim().strip_prefix("name="))?;
    Some((name.trim_matches('"').to_owned(), content))
}

fn find(bytes: &[u8], pattern: &[u8]) -> Option<usize> {
    bytes.windows(pattern.len()).position(|window| window == pattern)
}
