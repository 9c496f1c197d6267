//! `casecheck page`: a page of a document as a picture.

use std::path::PathBuf;

use clap::Args;

use crate::failure::Failure;
use crate::input::{self, FileError};
use crate::isolation::Isolation;
use crate::outcome::Outcome;
use crate::{output, view};

/// Draw a page of a document as a picture.
///
/// PDF, OFD and image files have pages; other formats have to be converted to PDF first. Fonts that the file does not bring
/// are replaced by a Song typeface.
#[derive(Args)]
#[command(after_help = "\
Examples:
  casecheck page judgment.pdf 1 --png page1.png
  casecheck page scan.tiff 3 --width 800 --png - | display")]
pub struct Page {
    /// A PDF, OFD or image file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Number of the page, counted from 1.
    #[arg(value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    page: u32,
    /// Where the PNG file goes; - is standard output.
    #[arg(long, value_name = "OUT")]
    png: PathBuf,
    /// Width of the picture in pixels; 1240 is A4 at 150 dpi.
    #[arg(long, value_name = "PIXELS", default_value_t = 1240, value_parser = clap::value_parser!(u32).range(1..=16_000))]
    width: u32,
    #[command(flatten)]
    isolation: Isolation,
}

/// Runs the command.
pub fn run(command: &Page) -> Result<Outcome, Failure> {
    let parser = command.isolation.parser(1)?;
    let path = &command.file;
    let drawn = input::read(path)
        .and_then(|bytes| parser.page_image(&bytes, command.page, command.width).map_err(FileError::Process));
    match drawn {
        Ok(image) => {
            output::write(&command.png, &image.png())?;
            Ok(Outcome::default())
        }
        Err(error) => view::refused(path, &error),
    }
}
