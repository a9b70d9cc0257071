//! The nearest known name of a mistyped parameter or member.

/// A name that differs in more than a third of its characters is another word.
const MAX_DIFFERENCE: usize = 3;

/// Completes a sentence that begins with an unknown name.
pub(crate) fn unknown(name: &str, known: &[&str]) -> String {
    match nearest(name, known) {
        Some(nearest) => format!("is not known; did you mean {nearest}?"),
        None if known.is_empty() => "is not known; none is expected here".to_owned(),
        None => format!("is not known; known are: {}", known.join(", ")),
    }
}

fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let distance = |known: &str| strsim::damerau_levenshtein(&name.to_lowercase(), known);
    let nearest = known.iter().copied().min_by_key(|known| distance(known))?;
    (distance(nearest) * MAX_DIFFERENCE <= nearest.len().max(MAX_DIFFERENCE)).then_some(nearest)
}
