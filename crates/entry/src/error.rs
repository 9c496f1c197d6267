//! Owns what can be wrong with entered data. The messages are Chinese, because clerks read them beside their own table,
//! and name a place, a key or a heading, never the value that stands there.

use casefile::{FieldKey, ValueError, limits};

/// Why entered data cannot be read; one variant per thing a caller can act on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The file is larger than `limits::ENTERED_BYTES_MAX`.
    #[error("{file}: 文件过大（{bytes}字节，上限{max}字节）", max = limits::ENTERED_BYTES_MAX)]
    TooLarge {
        /// The file.
        file: String,
        /// Its size.
        bytes: usize,
    },
    /// More rows or columns than `limits` allows.
    #[error("{file}: {what}过多（上限{max}）")]
    TooMany {
        /// The file.
        file: String,
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        max: usize,
    },
    /// The bytes are text in no known encoding.
    #[error("{file}: 既不是UTF-8也不是GB18030编码")]
    Encoding {
        /// The file.
        file: String,
    },
    /// No valid JSON.
    #[error("{file}: 第{line}行第{column}列不是有效的JSON")]
    JsonSyntax {
        /// The file.
        file: String,
        /// Line, counted from 1.
        line: usize,
        /// Column, counted from 1.
        column: usize,
    },
    /// A value of the wrong JSON type.
    #[error("{file}: {path}应为{expected}")]
    JsonShape {
        /// The file.
        file: String,
        /// Where in the file.
        path: String,
        /// What should stand there.
        expected: &'static str,
    },
    /// A key that the case record does not have.
    #[error("{file}: {path}不是案件信息的信息项")]
    UnknownKey {
        /// The file.
        file: String,
        /// The key with its path.
        path: String,
        /// The known key that looks most like it.
        nearest: Option<String>,
    },
    /// The CSV or XLSX container is broken.
    #[error("{file}: 表格已损坏或格式不符")]
    TableDamaged {
        /// The file.
        file: String,
    },
    /// The workbook lacks the sheet that the mapping names.
    #[error("{file}: 没有名为“{sheet}”的工作表")]
    SheetMissing {
        /// The file.
        file: String,
        /// The sheet.
        sheet: String,
    },
    /// The table ends before the heading row.
    #[error("{file}: 第{row}行没有表头")]
    HeadingsMissing {
        /// The file.
        file: String,
        /// Row of the headings, counted from 1.
        row: usize,
    },
    /// The column that names the case is missing.
    #[error("{file}: 第{row}行表头中没有“{heading}”列")]
    KeyColumnMissing {
        /// The file.
        file: String,
        /// Row of the headings, counted from 1.
        row: usize,
        /// The heading that was looked for.
        heading: String,
    },
    /// A heading that stands twice, so that its column is not known.
    #[error("{file}!{column}{row}: 表头“{heading}”重复")]
    HeadingRepeated {
        /// The file.
        file: String,
        /// Column letters of the second one.
        column: String,
        /// Row of the headings.
        row: usize,
        /// The heading.
        heading: String,
    },
    /// A row that names no case.
    #[error("{file}!{column}{row}: “{heading}”为空，不知道是哪一案")]
    KeyBlank {
        /// The file.
        file: String,
        /// Column letters.
        column: String,
        /// Row, counted from 1.
        row: usize,
        /// The heading of the column.
        heading: String,
    },
    /// Two rows for one case.
    #[error("{file}!{column}{row}: 与第{first}行是同一案")]
    KeyRepeated {
        /// The file.
        file: String,
        /// Column letters.
        column: String,
        /// Row of the second one.
        row: usize,
        /// Row of the first one.
        first: usize,
    },
    /// The mapping is no valid TOML of its form.
    #[error("{file}: 对照表有误：{reason}")]
    MappingSyntax {
        /// The file.
        file: String,
        /// What the TOML reader says.
        reason: String,
    },
    /// The mapping names a field that the case record does not have, or writes its path wrongly.
    #[error("{file}: 对照表中“{heading}”所对的“{path}”不是案件信息的信息项")]
    MappingField {
        /// The file.
        file: String,
        /// The heading, or 常量 for a constant.
        heading: String,
        /// The path as written.
        path: String,
        /// The known key that looks most like it.
        nearest: Option<String>,
    },
    /// The mapping uses a heading for two things, or a row 0.
    #[error("{file}: 对照表中{what}")]
    MappingConflict {
        /// The file.
        file: String,
        /// What conflicts.
        what: String,
    },
}

impl EntryError {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            EntryError::TooLarge { .. } => "entry_too_large",
            EntryError::TooMany { .. } => "entry_too_many",
            EntryError::Encoding { .. } => "entry_encoding",
            EntryError::JsonSyntax { .. } => "entry_json_syntax",
            EntryError::JsonShape { .. } => "entry_json_shape",
            EntryError::UnknownKey { .. } => "entry_unknown_key",
            EntryError::TableDamaged { .. } => "entry_table_damaged",
            EntryError::SheetMissing { .. } => "entry_sheet_missing",
            EntryError::HeadingsMissing { .. } => "entry_headings_missing",
            EntryError::KeyColumnMissing { .. } => "entry_key_column_missing",
            EntryError::HeadingRepeated { .. } => "entry_heading_repeated",
            EntryError::KeyBlank { .. } => "entry_key_blank",
            EntryError::KeyRepeated { .. } => "entry_key_repeated",
            EntryError::MappingSyntax { .. } => "entry_mapping_syntax",
            EntryError::MappingField { .. } => "entry_mapping_field",
            EntryError::MappingConflict { .. } => "entry_mapping_conflict",
        }
    }

    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            EntryError::TooLarge { .. } | EntryError::TooMany { .. } => "请分成几个文件".to_string(),
            EntryError::Encoding { .. } => "请另存为UTF-8编码的CSV".to_string(),
            EntryError::JsonSyntax { .. } => "请检查逗号、引号和括号".to_string(),
            EntryError::JsonShape { .. } => "请对照字段说明改正该处的写法".to_string(),
            EntryError::UnknownKey { nearest, .. } | EntryError::MappingField { nearest, .. } => match nearest {
                Some(key) => format!("是否指 {key}？"),
                None => "请查看信息项目录".to_string(),
            },
            EntryError::TableDamaged { .. } => "请用表格软件打开后另存为xlsx".to_string(),
            EntryError::SheetMissing { .. } => "请改对照表中的sheet，或改工作表名".to_string(),
            EntryError::HeadingsMissing { .. } => "请在对照表的header_row写明表头所在行".to_string(),
            EntryError::KeyColumnMissing { .. } => "请在对照表的key写明案号所在列的表头".to_string(),
            EntryError::HeadingRepeated { .. } => "请为两列取不同的表头".to_string(),
            EntryError::KeyBlank { .. } => "请填写案号，或删去该行".to_string(),
            EntryError::KeyRepeated { .. } => "一案一行，请合并或删去其中一行".to_string(),
            EntryError::MappingSyntax { .. } => "请对照默认对照表的写法".to_string(),
            EntryError::MappingConflict { .. } => "请改正对照表".to_string(),
        }
    }
}

/// A typed value that was kept although it is not in order.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{origin}: {name}{problem}")]
pub struct Warning {
    /// File and place in it.
    pub origin: String,
    /// The field.
    pub field: FieldKey,
    /// The Chinese name of the field.
    pub name: String,
    /// What is not in order.
    pub problem: Problem,
}

/// What is not in order with a typed value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The text is no value of the field's kind; it is kept as text.
    #[error("{}，按原文保留", of_value(.0))]
    Value(ValueError),
    /// A number cell cannot hold so many digits: the last ones are lost.
    #[error("的位数超过表格数字的精度，末几位已丢失，请将该列设为文本")]
    PrecisionLost,
}

fn of_value(error: &ValueError) -> &'static str {
    match error {
        ValueError::Form(_) => "的写法无法识别",
        ValueError::Impossible(_) => "不存在（如2月30日）",
        ValueError::Masked(_) => "有隐去部分",
        ValueError::Approximate(_) => "只是约数",
    }
}
