//! A form with a file in it (RFC 7578), taken apart from a body that is there as a whole.

/// What separates the parts, where the media type is that of such a form.
#[must_use]
pub fn boundary(media_type: &str) -> Option<String> {
    let (kind, parameters) = media_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let named = parameters.split(';').filter_map(|parameter| parameter.trim().split_once('='));
    let mut found = named.filter(|(name, _)| name.eq_ignore_ascii_case("boundary"));
    let text = found.next()?.1.trim_matches('"');
    (1..=70).contains(&text.len()).then(|| text.to_owned())
}

/// The fields, each with its name; a file is its content. What is not UTF-8 in them is replaced by signs
/// that say so.
#[must_use]
pub fn fields(body: &[u8], boundary: &str) -> Option<Vec<(String, String)>> {
    let first = format!("--{boundary}");
    let rest = body.get(find(body, first.as_bytes())? + first.len()..)?;
    let between = format!("\r\n--{boundary}");
    let mut fields = Vec::new();
    let mut rest = rest;
    // Two hyphens behind a boundary end the form.
    while !rest.starts_with(b"--") {
        let end = find(rest, between.as_bytes())?;
        fields.extend(field(rest.get(..end)?));
        rest = rest.get(end + between.len()..)?;
    }
    Some(fields)
}

/// A part: a line break, headers, an empty line, the content.
fn field(part: &[u8]) -> Option<(String, String)> {
    let gap = find(part, b"\r\n\r\n")?;
    let headers = String::from_utf8_lossy(part.get(..gap)?).into_owned();
    let content = String::from_utf8_lossy(part.get(gap + 4..)?).into_owned();
    let is_name = |line: &&str| line.to_ascii_lowercase().starts_with("content-disposition:");
    let line = headers.lines().find(is_name)?;
    let name = line.split(';').find_map(|parameter| parameter.trim().strip_prefix("name="))?;
    Some((name.trim_matches('"').to_owned(), content))
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|here| here == wanted)
}
