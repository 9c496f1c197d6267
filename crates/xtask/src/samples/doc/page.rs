//! Owns the pages on which Word keeps properties: runs in order, each with its list of changes, 512 bytes to a page. Does
//! not know what the changes say.

const PAGE_BYTES: usize = 512;

/// A run of text from its first byte to that of the next run, and its properties.
pub(super) struct Run {
    pub(super) start: u32,
    pub(super) properties: Vec<u8>,
}

/// Appends pages of the runs to the document and returns the table of the pages. `entry_len` is what a run takes at the
/// head of a page besides its start.
pub(super) fn pages(document: &mut Vec<u8>, runs: &[Run], end: u32, entry_len: usize) -> Vec<u8> {
    let (mut starts, mut numbers) = (Vec::new(), Vec::new());
    let mut rest = runs;
    while !rest.is_empty() {
        let count = fitting(rest, entry_len);
        let (here, after) = rest.split_at(count);
        let upto = after.first().map_or(end, |next| next.start);
        starts.push(here[0].start);
        numbers.push((document.len() / PAGE_BYTES) as u32);
        document.extend(page(here, upto, entry_len));
        rest = after;
    }
    starts.push(end);
    starts.iter().chain(&numbers).flat_map(|number| number.to_le_bytes()).collect()
}

/// How many of the runs one page holds.
fn fitting(runs: &[Run], entry_len: usize) -> usize {
    let mut used = 4 + 1;
    let fits = |run: &&Run| {
        used += 4 + entry_len + run.properties.len().next_multiple_of(2);
        used < PAGE_BYTES
    };
    runs.iter().take_while(fits).count().max(1)
}

/// Starts, then the places of the properties, and the properties from the end of the page.
fn page(runs: &[Run], end: u32, entry_len: usize) -> Vec<u8> {
    let mut page = vec![0; PAGE_BYTES];
    let starts = runs.iter().map(|run| run.start).chain([end]);
    let head: Vec<u8> = starts.flat_map(u32::to_le_bytes).collect();
    page[..head.len()].copy_from_slice(&head);
    let mut at = PAGE_BYTES - 1;
    for (index, run) in runs.iter().enumerate().filter(|(_, run)| !run.properties.is_empty()) {
        at = (at - run.properties.len()) & !1;
        page[at..at + run.properties.len()].copy_from_slice(&run.properties);
        page[head.len() + index * entry_len] = (at / 2) as u8;
    }
    page[PAGE_BYTES - 1] = runs.len() as u8;
    page
}
