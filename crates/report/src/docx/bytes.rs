//! Owns what the DOCX writer leaves open in the XML of a part: paragraph ids that do not depend on what the thread wrote
//! before, and header rows that come again on every page. Text of the report cannot be touched: it holds no `<` or `"`.

const ID: &str = "w14:paraId=\"";

/// Between the column widths of a table and the properties of its first row.
const FIRST_ROW: &str = "</w:tblGrid><w:tr><w:trPr>";

/// The part with paragraph ids from 1 on and the first row of every table repeated.
pub(super) fn settle(part: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(part).replace(FIRST_ROW, &format!("{FIRST_ROW}<w:tblHeader />"));
    let mut pieces = text.split(ID);
    let mut out = pieces.next().unwrap_or_default().to_string();
    for (index, piece) in pieces.enumerate() {
        let rest = piece.find('"').map_or("", |quote| &piece[quote..]);
        out.push_str(&format!("{ID}{:08x}{rest}", index + 1));
    }
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn ids_count_from_one_and_first_rows_repeat() {
        let part =
            r#"<w:p w14:paraId="0000a1f0"><w:tbl></w:tblGrid><w:tr><w:trPr></w:trPr></w:tr><w:p w14:paraId="07">"#;
        expect![[r#"<w:p w14:paraId="00000001"><w:tbl></w:tblGrid><w:tr><w:trPr><w:tblHeader /></w:trPr></w:tr><w:p w14:paraId="00000002">"#]]
            .assert_eq(&String::from_utf8_lossy(&settle(part.as_bytes())));
    }
}
