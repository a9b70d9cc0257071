//! Pages of lists, with keyset pagination.

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub more: bool,
}

/// The requested page of a list; `K` is the sort key of the last item of the page before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pagination<K> {
    pub after: Option<K>,
    pub limit: u8,
}

impl<K> Pagination<K> {
    /// One more than the page size, to find out whether more items follow.
    pub(crate) fn fetch_limit(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// Cuts the fetched items to one page.
    pub(crate) fn page<T>(&self, mut items: Vec<T>) -> Page<T> {
        let limit = usize::from(self.limit);
        let more = items.len() > limit;
        items.truncate(limit);
        Page { items, more }
    }
}
