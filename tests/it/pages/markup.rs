//! Finds markup in a page that the content security policy would block, or that refers to another site.

/// Name and attributes of an HTML tag.
type Tag = (String, Vec<(String, String)>);

/// All forbidden markup of a page.
pub(crate) fn faults(html: &str) -> Vec<String> {
    tags(html).iter().flat_map(of_a_tag).collect()
}

fn of_a_tag((name, attributes): &Tag) -> Vec<String> {
    let mut found = Vec::new();
    let has = |wanted: &str| attributes.iter().any(|(known, _)| known == wanted);
    if name == "style" || (name == "script" && !has("src")) {
        found.push(format!("<{name}> within the page"));
    }
    for (attribute, value) in attributes {
        let value = value.trim().to_lowercase();
        if attribute == "style" || attribute.starts_with("on") {
            found.push(format!("<{name} {attribute}>"));
        }
        // An SVG namespace looks like a URL but is never requested.
        let leads =
            ["//", "http:", "https:", "javascript:"].iter().any(|start| value.starts_with(start));
        if leads
            && attribute != "xmlns"
            && ["href", "src", "action", "formaction", "srcset", "data", "poster"]
                .contains(&attribute.as_str())
        {
            found.push(format!("<{name} {attribute}=\"{value}\">"));
        }
    }
    found
}

/// The opening tags of a page, in order.
fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((_, from)) = rest.split_once('<') {
        let is_tag = from.starts_with(|letter: char| letter.is_ascii_alphabetic());
        let (tag, after) = if is_tag { one(from) } else { (None, from) };
        found.extend(tag);
        rest = after;
    }
    found
}

/// Parses a tag after its opening bracket; also returns the rest of the text.
fn one(text: &str) -> (Option<Tag>, &str) {
    let end =
        text.find(|letter: char| letter.is_whitespace() || letter == '>').unwrap_or(text.len());
    let name = text[..end].trim_end_matches('/').to_lowercase();
    let mut rest = &text[end..];
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return (Some((name, attributes)), rest);
        }
        let end = rest
            .find(|letter: char| letter.is_whitespace() || "=>/".contains(letter))
            .unwrap_or(rest.len());
        let attribute = rest[..end].to_lowercase();
        rest = rest[end..].trim_start();
        let value = match rest.strip_prefix('=') {
            None => String::new(),
            Some(after) => {
                let after = after.trim_start();
                let (value, left) = match after.chars().next() {
                    Some(quote @ ('"' | '\'')) => {
                        after[1..].split_once(quote).unwrap_or((&after[1..], ""))
                    }
                    _ => after.split_at(
                        after
                            .find(|letter: char| letter.is_whitespace() || letter == '>')
                            .unwrap_or(after.len()),
                    ),
                };
                rest = left;
                value.to_owned()
            }
        };
        attributes.push((attribute, value));
    }
}

#[test]
fn forbidden_markup_is_detected() {
    for bad in [
        "<p style='x'>",
        "<a onclick=\"f()\">",
        "<script>f()</script>",
        "<style>p{}</style>",
        "<img src=https://elsewhere.example/x>",
        "<a title='a > b' href=\"//elsewhere.example\">",
        "<form action = 'javascript:f()'>",
        "<IMG SRC=x ONERROR=f()>",
    ] {
        assert_eq!(faults(bad).len(), 1, "{bad}: {:?}", faults(bad));
    }
    let good = "<!doctype html><p title=\"style=\">1 < 2</p><svg xmlns=\"http://www.w3.org/2000/svg\"/><a href='/T/X'>on</a><script src='/a.js'></script>";
    assert_eq!(faults(good), Vec::<String>::new());
}
