//! Owns why a file could not be read. Never carries words of the file: these errors are logged and shown.

use casefile::{Format, limits};

/// Why there is no document; one variant per thing a caller can act on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The file is larger than `limits::FILE_BYTES_MAX`.
    #[error("the file has {bytes} bytes, more than the {max} that are read", max = limits::FILE_BYTES_MAX)]
    TooLarge {
        /// Size of the file.
        bytes: u64,
    },
    /// The content is neither a known format nor text.
    #[error("the content is neither a known format nor text")]
    Unknown,
    /// The content is a known format that is not read.
    #[error("the content is {what}, which is not read")]
    Unsupported {
        /// The name of the format.
        what: &'static str,
    },
    /// The file opens only with a password.
    #[error("the {what} is protected by a password")]
    Encrypted {
        /// The name of the format.
        what: &'static str,
    },
    /// The file is truncated or broken beyond reading.
    #[error("the {what} is truncated or broken")]
    Damaged {
        /// The name of the format.
        what: &'static str,
    },
    /// Reading would exceed a limit of `casefile::limits`.
    #[error("reading the file exceeds the limit {limit}")]
    LimitExceeded {
        /// The name of the constant in `casefile::limits`.
        limit: &'static str,
    },
    /// The document has no page of this number.
    #[error("there is no page {page}: the document has {pages}")]
    PageMissing {
        /// The page that was asked for, counted from 1.
        page: u32,
        /// How many there are.
        pages: u32,
    },
    /// A change was asked for that is made in PDF alone.
    #[error("only PDF can be changed, and this is {format}")]
    NotPdf {
        /// The format.
        format: Format,
    },
    /// Pages were asked of a format whose text flows.
    #[error("{format} files have no pages of their own")]
    FormatWithoutPages {
        /// The format.
        format: Format,
    },
}

impl ParseError {
    /// The stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            ParseError::Empty => "file_empty",
            ParseError::TooLarge { .. } => "file_too_large",
            ParseError::Unknown => "format_unknown",
            ParseError::Unsupported { .. } => "format_unsupported",
            ParseError::Encrypted { .. } => "file_encrypted",
            ParseError::Damaged { .. } => "file_damaged",
            ParseError::LimitExceeded { .. } => "limit_exceeded",
            ParseError::PageMissing { .. } => "page_missing",
            ParseError::FormatWithoutPages { .. } => "format_without_pages",
            ParseError::NotPdf { .. } => "format_not_pdf",
        }
    }

    /// What to do next.
    pub fn hint(&self) -> &'static str {
        match self {
            ParseError::Empty => "upload the file again: the transfer may have been cut off",
            ParseError::TooLarge { .. } => "split the case file by its catalogue, or scan it at a lower resolution",
            ParseError::Unknown => {
                "check that this is the right file; PDF, OFD, DOCX, DOC, RTF, ODT, HTML, MHT, TXT, JPEG, PNG and TIFF are read"
            }
            ParseError::Unsupported { .. } => "save it as PDF or DOCX and upload that",
            ParseError::Encrypted { .. } => "remove the password in the program that set it and upload the file again",
            ParseError::Damaged { .. } => "open it in its own program, save it again and upload the new file",
            ParseError::LimitExceeded { .. } => "check where the file comes from; if it is genuine, save it as PDF",
            ParseError::PageMissing { .. } => "give the number of a page, counted from 1",
            ParseError::FormatWithoutPages { .. } | ParseError::NotPdf { .. } => "convert it to PDF",
        }
    }

    /// The message for the people of a court.
    pub fn message_zh(&self) -> String {
        match self {
            ParseError::Empty => "文件为空，请重新上传。".to_owned(),
            ParseError::TooLarge { .. } => {
                format!("文件超过 {} MB，请按卷内目录拆分后上传。", limits::FILE_BYTES_MAX / (1024 * 1024))
            }
            ParseError::Unknown => {
                "无法识别文件格式，支持 PDF、OFD、DOCX、DOC、RTF、ODT、HTML、MHT、TXT 和 JPEG、PNG、TIFF 图像。"
                    .to_owned()
            }
            ParseError::Unsupported { what } => {
                format!("暂不支持该格式（{}），请另存为 PDF 或 DOCX 后上传。", name_zh(what))
            }
            ParseError::Encrypted { what } => format!("文件（{}）设有密码，请解除密码后重新上传。", name_zh(what)),
            ParseError::Damaged { what } => {
                format!("文件（{}）不完整或已损坏，请用原软件打开并重新保存后上传。", name_zh(what))
            }
            ParseError::LimitExceeded { limit } => format!("文件内容超过系统限制（{limit}），请核对文件来源。"),
            ParseError::PageMissing { page, pages } => format!("没有第 {page} 页，文件共 {pages} 页。"),
            ParseError::FormatWithoutPages { format } => format!("该格式（{format}）没有固定的页面，请先转换为 PDF。"),
            ParseError::NotPdf { format } => format!("只能标注和拆分 PDF，该文件是 {format}，请先转换为 PDF。"),
        }
    }
}

/// What a file is, in Chinese. What has no name of its own here, such as PDF, is called the same in both.
fn name_zh(what: &'static str) -> &'static str {
    match what {
        "a BMP image" => "BMP 图像",
        "a BigTIFF image" => "BigTIFF 图像",
        "a GIF image" => "GIF 图像",
        "a JPEG 2000 image" => "JPEG 2000 图像",
        "a TIFF image of a rare kind" => "特殊的 TIFF 图像",
        "a WebP image" => "WebP 图像",
        "a RAR archive" => "RAR 压缩包",
        "a 7z archive" => "7z 压缩包",
        "a ZIP archive" => "ZIP 压缩包",
        "a gzip archive" => "gzip 压缩包",
        "an Excel workbook" | "an Excel 97-2003 workbook" => "Excel 工作簿",
        "a PowerPoint presentation" | "a PowerPoint 97-2003 presentation" => "PowerPoint 演示文稿",
        "an OpenDocument file other than text" => "非文字的 OpenDocument 文件",
        "a compound file other than DOC" | "compound file" => "复合文档",
        "JPEG image" => "JPEG 图像",
        "PNG image" => "PNG 图像",
        "TIFF image" => "TIFF 图像",
        "Word document" => "Word 文档",
        "web page" => "网页",
        "zip container" => "压缩容器",
        other => other,
    }
}
