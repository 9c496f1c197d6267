//! Owns building small PDF files in code: Chinese text in a font that is not embedded, set where a case wants it.

/// One piece of text on a page.
pub(crate) struct Piece<'t> {
    pub x: f32,
    pub y: f32,
    pub size: f32,
    pub text: &'t str,
}

/// A page in the making: a content stream and its rotation.
#[derive(Clone, Default)]
pub(crate) struct Page {
    pub content: String,
    pub rotate: u32,
    /// Resources besides the fonts.
    pub resources: String,
}

/// Left and right margin of the pages that [`typeset`] makes, and the size of their text.
pub(crate) const LEFT: f32 = 90.0;
pub(crate) const RIGHT: f32 = 506.0;
pub(crate) const SIZE: f32 = 16.0;

/// Characters per line between the margins.
pub(crate) const COLUMNS: usize = 26;

impl Page {
    pub fn show(&mut self, piece: &Piece<'_>) {
        self.show_as(piece, "", "F1");
    }

    /// Shows text after further operators, in a font.
    pub fn show_as(&mut self, piece: &Piece<'_>, operators: &str, font: &str) {
        let Piece { x, y, size, text } = piece;
        let hex: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        self.content.push_str(&format!("BT {operators} /{font} {size} Tf 1 0 0 1 {x} {y} Tm <{hex}> Tj ET\n"));
    }

    /// Draws a rule, as a thin filled box.
    pub fn rule(&mut self, x: f32, y: f32, width: f32, height: f32) {
        self.content.push_str(&format!("{x} {y} {width} {height} re f\n"));
    }

    /// Draws the rules of a grid and shows a text in each of its places, row by row from the top.
    pub fn grid(&mut self, columns: &[f32], rows: &[f32], texts: &[&[&str]]) {
        let (left, right) = (columns[0], columns[columns.len() - 1]);
        for &y in rows {
            self.rule(left, y, right - left, 0.5);
        }
        for &x in columns {
            self.rule(x, rows[rows.len() - 1], 0.5, rows[0] - rows[rows.len() - 1]);
        }
        for (&y, texts) in rows.iter().zip(texts) {
            for (&x, text) in columns.iter().zip(*texts) {
                self.lines(x + 4.0, y - 18.0, 18.0, text);
            }
        }
    }

    /// Shows the lines of a text one below the other in 12 points.
    pub fn lines(&mut self, x: f32, y: f32, leading: f32, text: &str) {
        for (index, text) in text.lines().enumerate() {
            self.show(&Piece { x, y: y - leading * index as f32, size: 12.0, text });
        }
    }

    pub fn centred(&mut self, y: f32, size: f32, text: &str) {
        let width = text.chars().count() as f32 * size;
        self.show(&Piece { x: (LEFT + RIGHT - width) / 2.0, y, size, text });
    }

    pub fn right(&mut self, y: f32, text: &str) {
        let width = text.chars().count() as f32 * SIZE;
        self.show(&Piece { x: RIGHT - width - SIZE, y, size: SIZE, text });
    }

    /// Breaks a paragraph into lines with an indent of two characters; returns the height below it.
    pub fn paragraph(&mut self, y: f32, text: &str) -> f32 {
        let lines = broken(text);
        let mut y = y;
        for (index, line) in lines.iter().enumerate() {
            let x = if index == 0 { LEFT + 2.0 * SIZE } else { LEFT };
            self.show(&Piece { x, y, size: SIZE, text: line });
            y -= 28.0;
        }
        y
    }
}

/// The lines of a paragraph: the first is two characters shorter.
pub(crate) fn broken(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for c in text.chars() {
        let room = if lines.len() == 1 { COLUMNS - 2 } else { COLUMNS };
        if lines.last().is_some_and(|line| line.chars().count() == room) {
            lines.push(String::new());
        }
        lines.last_mut().expect("there is a first line").push(c);
    }
    lines
}

/// The same file behind a password that nobody knows.
pub(crate) fn encrypted(file: &[u8]) -> Vec<u8> {
    let key = "3ab4f0c1d2e3f405162738495a6b7c8d3ab4f0c1d2e3f405162738495a6b7c8d";
    let encryption = format!(
        "/ID [<{key}> <{key}>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{key}> /U <{key}> >>"
    );
    let text = String::from_utf8(file.to_vec()).expect("these files are plain text");
    text.replace("trailer\n<<", &format!("trailer\n<< {encryption}")).into_bytes()
}

/// A stream object.
pub(crate) fn stream(content: &str) -> String {
    format!("<< /Length {} >>\nstream\n{content}endstream", content.len())
}

/// A file of A4 pages. Fonts: F1 horizontal and FV vertical Chinese, FL Latin, FP capitals that map to private use.
pub(crate) fn pdf(pages: &[Page]) -> Vec<u8> {
    pdf_with(pages, &Extras::default())
}

/// What a file has besides its pages: entries of the catalogue, of every page and of its fonts, and further objects
/// from [`FIRST_EXTRA`] on.
#[derive(Default)]
pub(crate) struct Extras {
    pub catalog: String,
    pub page: String,
    pub fonts: String,
    pub objects: Vec<String>,
}

/// The number of the first of [`Extras::objects`].
pub(crate) const FIRST_EXTRA: usize = 8;

pub(crate) fn pdf_with(pages: &[Page], extras: &Extras) -> Vec<u8> {
    let first_page = FIRST_EXTRA + extras.objects.len();
    let kids: String = (0..pages.len()).map(|index| format!("{} 0 R ", first_page + 2 * index)).collect();
    let cid_font = |name: &str| {
        format!(
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 6 0 R /DW 1000 >>"
        )
    };
    let mut objects = vec![
        format!("<< /Type /Catalog /Pages 2 0 R {} >>", extras.catalog),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()),
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [5 0 R] >>".to_owned(),
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-V /DescendantFonts [5 0 R] >>".to_owned(),
        cid_font("STSong-Light"),
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>".to_owned(),
        stream("1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <41> <5A> <E5E5> endbfrange"),
    ];
    objects.extend(extras.objects.iter().cloned());
    for (index, page) in pages.iter().enumerate() {
        let fonts = format!(
            "<< /F1 3 0 R /FV 4 0 R /FL << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> /FP << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >> {} >>",
            extras.fonts
        );
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 596 842] /Rotate {} /Resources << /Font {fonts} {} >> {} /Contents {} 0 R >>",
            page.rotate,
            page.resources,
            extras.page,
            first_page + 1 + 2 * index
        ));
        objects.push(stream(&page.content));
    }
    let mut out = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let xref = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for offset in offsets {
        out.push_str(&format!("{offset:010} 00000 n \n"));
    }
    out.push_str(&format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n", objects.len() + 1));
    out.into_bytes()
}
