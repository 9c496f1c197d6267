//! Owns every limit on input, each with its reason. Nothing else in the workspace invents one.

/// Largest file that is read, in bytes. A scanned case file of 1,000 pages has about 100 MB; twice that is a mistake or
/// an attack.
pub const FILE_BYTES_MAX: u64 = 192 * 1024 * 1024;

/// Longest text of one document, in bytes. The longest real judgment measured has 0.5 MB; a whole case file of 5,000
/// pages has about 15 MB.
pub const TEXT_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Most pages of one document.
pub const PAGES_MAX: u32 = 10_000;

/// Most characters, and most objects, drawn on one page of a PDF or OFD. A dense page of a table has about 10,000; a
/// form that draws itself over and over makes millions.
pub const PAGE_GLYPHS_MAX: usize = 200_000;

/// Most ruling lines of one page that are looked at for tables. A dense table drawn cell by cell has about 4,000; a plan
/// or a map has millions of strokes.
pub const PAGE_RULES_MAX: usize = 20_000;

/// Longest side of the picture of a page, in pixels: an A0 drawing at 300 dpi. The rasteriser counts in 16 bits.
pub const PAGE_IMAGE_SIDE_MAX: u16 = 16_000;

/// Most pixels of the picture of a page. A4 at 600 dpi has 35 million; each takes 4 bytes, and several copies live at
/// once while it is drawn.
pub const PAGE_IMAGE_PIXELS_MAX: u64 = 40_000_000;

/// Most pixels of one picture of an image file. A3 at 600 dpi has 70 million; in colour they take 210 MB while the
/// page is drawn.
pub const IMAGE_PIXELS_MAX: u64 = 80_000_000;

/// Largest size of one unpacked stream of a PDF that is rewritten, in bytes. Object streams and contents of pages have a
/// few hundred KB; pictures are copied as they are.
pub const PDF_STREAM_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Most bookmarks of a PDF that are read; a case file has one per material.
pub const BOOKMARKS_MAX: usize = 10_000;

/// Largest size of the parts of a PDF that are made at once, in bytes. A single part is about as large as the file at
/// most; more are made in several steps.
pub const SPLIT_BYTES_MAX: u64 = 224 * 1024 * 1024;

/// Most parts of a PDF that are made at once. One of a case file of 5,000 pages takes about 5 milliseconds, so the time
/// of a step does not depend on how many parts there are; the file is opened again for each step.
pub const SPLIT_PARTS_MAX: usize = 200;

/// Largest size of all parts together into which a file is split, in bytes. Parts share fonts, so that together they
/// are larger than the file; a hostile file would fill the disk with copies of one font.
pub const SPLIT_TOTAL_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// Largest size of one unpacked entry of a zip container, in bytes; the largest real `document.xml` has 6 MB.
pub const ZIP_ENTRY_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Largest size of all unpacked entries of a zip container together, in bytes.
pub const ZIP_TOTAL_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Most entries of the directory of a compound file that are looked at; a document with hundreds of embedded objects has
/// a few thousand.
pub const COMPOUND_ENTRIES_MAX: usize = 100_000;

/// Most entries of a zip container.
pub const ZIP_ENTRIES_MAX: usize = 100_000;

/// Deepest nesting of XML or HTML elements.
pub const XML_DEPTH_MAX: usize = 256;

/// Most elements of one XML part that is held as a whole; the largest real page of an OFD has about 10,000.
pub const XML_NODES_MAX: usize = 1_000_000;

/// Deepest nesting of drawn objects that refer to each other; real files nest two or three deep.
pub const OBJECT_DEPTH_MAX: usize = 8;

/// Longest name that XML gives to a style or a list, and longest label of a list, in bytes. They are looked up for every
/// paragraph, so a name of megabytes would cost time without bound; programs write up to 255 characters.
pub const XML_NAME_BYTES_MAX: usize = 1024;

/// Most property changes read from one list of a Word binary document; real lists have up to about 100, and a hostile file
/// makes every paragraph refer to one long list.
pub const WORD_CHANGES_MAX: usize = 512;

/// Most attachments and most signatures listed of one document.
pub const ATTACHMENTS_MAX: usize = 1_000;

/// Most items of one group (parties, statutes) taken from one document; a real mass case lists about 600 parties.
pub const GROUP_ITEMS_MAX: usize = 2_000;

/// Most readings kept for one leaf besides the chosen one.
pub const LOSERS_MAX: usize = 8;

/// Largest compiled size of one catalogue pattern, in bytes.
pub const REGEX_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Largest entered record file, in bytes.
pub const ENTERED_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Most pairs of items of one group that are compared in search of a partner after equal names are paired; with more,
/// as when a mass case is compared with the entry of another case, only equal names pair.
pub const ALIGN_PAIRS_MAX: usize = 250_000;

/// Most rows of a table of entered records; a court enters about 30,000 cases a year.
pub const ENTERED_ROWS_MAX: usize = 1_000_000;

/// Most columns of a table of entered records; the record has about 60 fields, and groups repeat some of them.
pub const ENTERED_COLUMNS_MAX: usize = 1_000;

/// Most address space of a child process that works on a file, in bytes. The largest that is allowed has been measured:
/// a file of `FILE_BYTES_MAX` takes 1.0 GB while it is copied into one part, a picture of `IMAGE_PIXELS_MAX` with 8 bits a
/// sample 1.3 GB while it is drawn as large as can be, what the threads reserve included. A bomb ends here and takes
/// neither the machine's memory nor that of the other children.
pub const PARSER_MEMORY_BYTES_MAX: u64 = 1536 * 1024 * 1024;

/// Most seconds of processor time for one file. A case file of 1,000 pages takes about 2.
pub const PARSER_CPU_SECONDS_MAX: u64 = 10;

/// Most seconds between a file's way into a child and its document back. Three times the processor time, for machines
/// that are busy.
pub const PARSER_WALL_SECONDS_MAX: u64 = 30;

/// Largest question to a child besides the file, in bytes. It holds the places and notes to be marked, of which a large
/// record has a few hundred KB.
pub const PARSER_QUESTION_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Largest answer of a child, in bytes. A text of `TEXT_BYTES_MAX` in Chinese, with the place of every character, has
/// about 230 MB; a picture of `PAGE_IMAGE_PIXELS_MAX` has 160 MB; a marked copy is little larger than the file.
pub const PARSER_OUTPUT_BYTES_MAX: usize = 256 * 1024 * 1024;

// A part as large as the file can be made, and what is made at once can be answered.
const _: () = assert!(FILE_BYTES_MAX < SPLIT_BYTES_MAX && SPLIT_BYTES_MAX < PARSER_OUTPUT_BYTES_MAX as u64);

/// Most files that one child parses. A new child costs about 10 milliseconds, so 500 keep that below notice, while
/// memory that a format's reader might lose cannot add up.
pub const PARSER_JOBS_MAX: u32 = 500;

/// Most resident memory that a child keeps between two files, in bytes. A common file needs 20 MB; a child that grew
/// on a huge one is replaced, so that as many children as threads stay small.
pub const PARSER_RESIDENT_BYTES_MAX: u64 = 192 * 1024 * 1024;

/// Open files of a child: its three pipes, the two of them that it holds twice, and one to spare.
pub const PARSER_OPEN_FILES_MAX: u64 = 6;

/// Most bytes kept of what a child writes on standard error; enough for the runtime's last words.
pub const PARSER_LAST_WORDS_BYTES_MAX: usize = 4 * 1024;

/// Stack of the threads that parse, in bytes. Recursion is capped by depth; the deepest that is allowed takes about 2 MB.
pub const PARSER_STACK_BYTES: usize = 16 * 1024 * 1024;

/// Most attempts at a job before it is parked. What kills a parser once may be chance, and three times is the file.
pub const JOB_ATTEMPTS_MAX: i64 = 3;

/// Most attempts to tell a webhook about an event. With the pauses between them they span 17 hours: a receiver may be
/// down for a night.
pub const WEBHOOK_ATTEMPTS_MAX: i64 = 12;

/// Most discrepancies of a list that are counted; a court with more wants a narrower question, not a longer wait.
pub const DISCREPANCIES_COUNTED_MAX: i64 = 10_000;

/// Most discrepancies that are decided at once: one transaction, which others wait for, of about a second.
pub const SAME_KIND_MAX: usize = 500;

/// Most rows of one page of a list. No screen shows more, and an answer stays below a megabyte.
pub const PAGE_ROWS_MAX: u32 = 500;

/// Largest archive of a case file that is taken in, in bytes. The scans of a thick case have about 1 GB.
pub const ARCHIVE_BYTES_MAX: u64 = 4 * 1024 * 1024 * 1024;

/// Most files of an archive. A case file of 200 volumes with 20 materials each has 4,000.
pub const ARCHIVE_FILES_MAX: usize = 10_000;

/// Largest size of the unpacked files of an archive together, in bytes. Scans hardly shrink when packed, so that more
/// than this is a bomb.
pub const ARCHIVE_UNPACKED_BYTES_MAX: u64 = 8 * 1024 * 1024 * 1024;

/// Longest file name that is kept, in bytes: what file systems allow.
pub const FILE_NAME_BYTES_MAX: usize = 255;

/// Most files of one upload. People select a folder of a case; more than this goes into an archive.
pub const UPLOAD_FILES_MAX: usize = 2_000;

/// Longest word of the index of texts, in characters; what is longer is cut. The longest number that people look for, an
/// account or a social credit code, has about 20; the index of PostgreSQL refuses words of some thousand bytes.
pub const SEARCH_WORD_CHARS_MAX: usize = 32;

/// Longest question to the search, in characters. The name of a company has about 30.
pub const SEARCH_QUESTION_CHARS_MAX: usize = 100;

/// Most marks on what is shown of a document. A value seldom stands in more than ten places of a case.
pub const MARKS_MAX: usize = 100;

/// Most text of a format without pages that is shown at once, in bytes. The longest real judgment measured has 0.5 MB;
/// browsers lay that out in a second, and much more not at all.
pub const READING_PART_BYTES_MAX: u32 = 1024 * 1024;

/// Most hits listed of a search within one document. Nobody reads more; their whole number is told.
pub const DOCUMENT_HITS_MAX: usize = 200;

/// Longest name of a judge, clerk or prosecutor that a model may propose, in characters; minority names have about ten.
pub const MODEL_NAME_CHARS_MAX: usize = 12;
