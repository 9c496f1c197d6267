//! Owns reading compound files (MS-CFB), the containers of Word 97-2003: which streams there are and what they hold. Reads
//! what is there: a table that is wrong in places, or broke off, costs no more than what it describes. Does not know what
//! a stream means.

use casefile::limits;

const SIGNATURE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

const HEADER_BYTES: usize = 512;
const ENTRY_BYTES: usize = 128;
const MINI_SECTOR_BYTES: usize = 64;

/// Streams shorter than this stand in the mini stream.
const MINI_STREAM_CUTOFF: u64 = 4096;

/// Where the header lists sectors of the allocation table, and how many.
const TABLE_SECTORS_AT: usize = 0x4c;
const TABLE_SECTORS: usize = 109;

/// Numbers from here on are no sectors. The one that stands for the end and all others end a chain.
const SECTORS_MAX: u32 = 0xffff_fffa;

/// The place in the table was lost with a part of the file.
const LOST: u32 = 0xffff_fffb;

const KIND_STORAGE: u8 = 1;
const KIND_STREAM: u8 = 2;
const KIND_ROOT: u8 = 5;

/// An open container.
pub(crate) struct CompoundFile<'b> {
    bytes: &'b [u8],
    sector_len: usize,
    has_long_lengths: bool,
    /// What follows each sector, and each sector of the mini stream.
    table: Vec<u32>,
    mini_table: Vec<u32>,
    mini_stream: Vec<u8>,
    directory: Vec<u8>,
    /// Entries at the top, and after them those that no storage leads to.
    top: Vec<usize>,
}

/// A stream as far as it could be read.
pub(crate) struct Stream {
    pub bytes: Vec<u8>,
    /// It is stated to be longer.
    pub is_cut: bool,
}

/// An entry of the directory.
struct Entry {
    name: String,
    kind: u8,
    /// The neighbours in the tree of a storage, and the tree within.
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    len: u64,
}

impl<'b> CompoundFile<'b> {
    /// Opens a file; none if it is not a compound file or ends within its header.
    pub fn open(bytes: &'b [u8]) -> Option<CompoundFile<'b>> {
        let header = bytes.get(..HEADER_BYTES).filter(|header| header.starts_with(&SIGNATURE))?;
        let has_long_lengths = header[0x1a] == 4;
        let sector_len = if header[0x1e] == 12 { 4096 } else { 512 };
        let mut file = CompoundFile {
            bytes,
            sector_len,
            has_long_lengths,
            table: Vec::new(),
            mini_table: Vec::new(),
            mini_stream: Vec::new(),
            directory: Vec::new(),
            top: Vec::new(),
        };
        file.table = file.read_table(header);
        let directory_len = (limits::COMPOUND_ENTRIES_MAX * ENTRY_BYTES) as u64;
        file.directory = file.chain(u32_at(header, 0x30), directory_len).bytes;
        let root = file.entry(0);
        if let Some(root) = &root {
            file.mini_stream = file.chain(root.start, root.len).bytes;
            let mini_sectors = file.mini_stream.len().div_ceil(MINI_SECTOR_BYTES) as u64;
            let mini_table = file.chain(u32_at(header, 0x3c), 4 * mini_sectors).bytes;
            file.mini_table = mini_table.chunks_exact(4).map(|entry| u32_at(entry, 0)).collect();
        }
        file.top = file.top_entries(root.map_or(u32::MAX, |root| root.child));
        Some(file)
    }

    /// Whether there is a stream or storage of a name at the top.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// Whether the directory has more entries than are looked at.
    pub fn is_capped(&self) -> bool {
        self.entries() >= limits::COMPOUND_ENTRIES_MAX
    }

    /// Whether nothing is listed, as when the directory is lost.
    pub fn is_empty(&self) -> bool {
        self.top.is_empty()
    }

    /// Everything after the header.
    pub fn after_header(&self) -> &'b [u8] {
        self.bytes.get(self.sector_len..).unwrap_or_default()
    }

    /// A stream at the top, by its name in any case. What is marked as a storage by mistake is read, too.
    pub fn stream(&self, name: &str) -> Option<Stream> {
        self.find(name).map(|entry| self.read(&entry))
    }

    /// The storages within a storage at the top: name, and the names and lengths of what is in it.
    pub fn storages_within(&self, name: &str) -> Vec<(String, Vec<(String, u64)>)> {
        let Some(outer) = self.find(name) else { return Vec::new() };
        let mut seen = vec![false; self.entries()];
        let storages = self.tree(outer.child, &mut seen);
        let storages = storages.into_iter().filter_map(|index| self.entry(index));
        let storages = storages.filter(|entry| entry.kind == KIND_STORAGE);
        storages
            .map(|storage| {
                let inner = self.tree(storage.child, &mut seen);
                let inner = inner.into_iter().filter_map(|index| self.entry(index));
                (storage.name, inner.map(|entry| (entry.name, entry.len)).collect())
            })
            .collect()
    }

    fn find(&self, name: &str) -> Option<Entry> {
        self.top.iter().filter_map(|index| self.entry(*index)).find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    fn read(&self, entry: &Entry) -> Stream {
        if entry.len >= MINI_STREAM_CUTOFF {
            return self.chain(entry.start, entry.len);
        }
        let sector = |number: usize| {
            let start = number.checked_mul(MINI_SECTOR_BYTES)?;
            let end = start.saturating_add(MINI_SECTOR_BYTES).min(self.mini_stream.len());
            self.mini_stream.get(start..end)
        };
        followed(&self.mini_table, entry.start, entry.len, self.mini_stream.len().div_ceil(MINI_SECTOR_BYTES), sector)
    }

    /// The bytes of the sectors that follow one another.
    fn chain(&self, start: u32, len: u64) -> Stream {
        followed(&self.table, start, len, self.sectors(), |number| self.sector(number))
    }

    /// How many sectors the file has; the last one may be cut.
    fn sectors(&self) -> usize {
        (self.bytes.len().div_ceil(self.sector_len)).saturating_sub(1)
    }

    fn sector(&self, number: usize) -> Option<&'b [u8]> {
        let start = number.checked_add(1)?.checked_mul(self.sector_len)?;
        self.bytes.get(start..start.saturating_add(self.sector_len).min(self.bytes.len()))
    }

    /// The allocation table, no longer than the file has sectors.
    fn read_table(&self, header: &[u8]) -> Vec<u32> {
        let sectors = self.sectors();
        let per_sector = self.sector_len / 4;
        let listed = sectors.div_ceil(per_sector);
        let mut numbers: Vec<u32> =
            (0..TABLE_SECTORS).map(|index| u32_at(header, TABLE_SECTORS_AT + 4 * index)).collect();
        let mut next = u32_at(header, 0x44);
        // More lists than this would list more than the file has.
        for _ in 0..listed.div_ceil(per_sector - 1) {
            let Some(list) = self.sector(next as usize).filter(|list| list.len() == self.sector_len) else { break };
            numbers.extend((0..per_sector - 1).map(|index| u32_at(list, 4 * index)));
            next = u32_at(list, self.sector_len - 4);
        }
        let mut table = Vec::with_capacity(sectors);
        for number in numbers.into_iter().take(listed) {
            let sector = self.sector(number as usize).unwrap_or_default();
            table.extend(sector.chunks_exact(4).map(|entry| u32_at(entry, 0)));
            table.resize(table.len().next_multiple_of(per_sector), LOST);
            if sector.is_empty() {
                table.resize(table.len() + per_sector, LOST);
            }
        }
        table.truncate(sectors);
        table
    }

    fn entries(&self) -> usize {
        self.directory.len() / ENTRY_BYTES
    }

    fn entry(&self, index: usize) -> Option<Entry> {
        let start = index.checked_mul(ENTRY_BYTES)?;
        let bytes = self.directory.get(start..start.checked_add(ENTRY_BYTES)?)?;
        if !matches!(bytes[0x42], KIND_STORAGE | KIND_STREAM | KIND_ROOT) {
            return None;
        }
        let name_len = usize::from(u16::from_le_bytes([bytes[0x40], bytes[0x41]])).min(0x40);
        let units = bytes[..name_len].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        let name = char::decode_utf16(units.take_while(|unit| *unit != 0)).map(|c| c.unwrap_or('\u{fffd}')).collect();
        // The upper half of the length means nothing in files of short sectors.
        let high = if self.has_long_lengths { u64::from(u32_at(bytes, 0x7c)) << 32 } else { 0 };
        Some(Entry {
            name,
            kind: bytes[0x42],
            left: u32_at(bytes, 0x44),
            right: u32_at(bytes, 0x48),
            child: u32_at(bytes, 0x4c),
            start: u32_at(bytes, 0x74),
            len: high | u64::from(u32_at(bytes, 0x78)),
        })
    }

    /// The entries of a tree that were not seen before.
    fn tree(&self, root: u32, seen: &mut [bool]) -> Vec<usize> {
        let (mut found, mut open) = (Vec::new(), vec![root]);
        while let Some(index) = open.pop() {
            let index = index as usize;
            let Some(is_seen) = seen.get_mut(index).filter(|is_seen| !**is_seen) else { continue };
            *is_seen = true;
            let Some(entry) = self.entry(index) else { continue };
            open.extend([entry.right, entry.left]);
            found.push(index);
        }
        found
    }

    fn top_entries(&self, child: u32) -> Vec<usize> {
        let mut seen = vec![false; self.entries()];
        if let Some(root) = seen.first_mut() {
            *root = true;
        }
        let mut top = self.tree(child, &mut seen);
        let mut open = top.clone();
        while let Some(storage) = open.pop() {
            let Some(entry) = self.entry(storage).filter(|entry| entry.kind == KIND_STORAGE) else { continue };
            open.extend(self.tree(entry.child, &mut seen));
        }
        top.extend((0..seen.len()).filter(|index| !seen[*index]));
        top.retain(|index| self.entry(*index).is_some_and(|entry| entry.kind != KIND_ROOT));
        top
    }
}

/// Reads sectors as a table chains them, each once.
fn followed<'s>(
    table: &[u32],
    start: u32,
    len: u64,
    sectors: usize,
    sector: impl Fn(usize) -> Option<&'s [u8]>,
) -> Stream {
    let (mut bytes, mut next) = (Vec::new(), start);
    let mut seen = vec![false; sectors];
    while next < SECTORS_MAX && (bytes.len() as u64) < len {
        let Some(is_seen) = seen.get_mut(next as usize).filter(|is_seen| !**is_seen) else { break };
        *is_seen = true;
        bytes.extend(sector(next as usize).unwrap_or_default());
        next = match table.get(next as usize) {
            Some(&LOST) | None => next + 1,
            Some(&following) => following,
        };
    }
    let is_cut = (bytes.len() as u64) < len;
    bytes.truncate(usize::try_from(len).unwrap_or(usize::MAX));
    Stream { bytes, is_cut }
}

/// Bytes that end within a number have none there.
fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(u32::MAX, |four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
