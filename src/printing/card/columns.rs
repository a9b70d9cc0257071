//! Distributes items of different heights over columns.

use std::ops::Range;

/// The items of each column, so that the tallest column is as low as possible. Earlier columns are at least as full as
/// later ones.
pub(crate) fn balance(heights: &[f32], columns: u16) -> Vec<Range<usize>> {
    let total: f32 = heights.iter().sum();
    let tallest_item = heights.iter().copied().fold(0.0, f32::max);
    let mut max_height = (total / f32::from(columns)).max(tallest_item);
    loop {
        let filled = fill(heights, max_height);
        if filled.len() <= usize::from(columns) {
            return filled;
        }
        max_height += 1.0;
    }
}

/// Fills columns of at most this height one after the other.
fn fill(heights: &[f32], max_height: f32) -> Vec<Range<usize>> {
    let mut columns: Vec<Range<usize>> = Vec::new();
    let mut used = f32::INFINITY;
    for (index, height) in heights.iter().enumerate() {
        used += height;
        // Sums of the same numbers in another order differ in their last digits, hence the tolerance.
        match columns.last_mut() {
            Some(column) if used <= max_height + 0.01 => column.end = index + 1,
            _ => {
                columns.push(index..index + 1);
                used = *height;
            }
        }
    }
    columns
}
