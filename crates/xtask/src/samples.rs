//! Owns `cargo xtask samples`: the files of `samples/` in their formats, made from the plain texts of `samples/source`.
//! Does not own the texts, nor the entered and expected records beside the files: people write those.

mod doc;
mod docx;
mod html;
mod layout;
mod mht;
mod odt;
mod ofd;
mod pdf;
mod pdf_features;
mod pdf_file;
mod pdf_layout;
mod picture;
mod rtf;
mod sheet;
mod txt;
mod zip;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use sheet::{Form, Sheet};

/// The judgments that exist in every format: folder under `samples/variants`, and the source text.
const VARIANTS: &[(&str, &str)] = &[
    ("criminal", "criminal-robbery-theft-three-defendants/刑事判决书.txt"),
    ("civil", "civil-loan-partly-granted/民事判决书.txt"),
];

const VARIANT_FORMS: &[(&str, Form)] = &[
    ("judgment.txt", Form::TxtUtf8),
    ("judgment.doc", Form::Doc),
    ("judgment.docx", Form::Docx),
    ("reviewed.docx", Form::DocxReviewed),
    ("judgment.html", Form::HtmlPage),
    ("judgment.mht", Form::Mht),
    ("judgment.odt", Form::Odt),
    ("judgment.pdf", Form::Pdf),
    ("judgment.ofd", Form::Ofd),
    ("judgment.rtf", Form::Rtf),
];

/// A PDF with embedded fonts, printed once by an office suite from `judgment.docx` and kept as it is.
const VARIANT_PRINTED: &str = "printed.pdf";

/// The folder of the samples that show one feature each, and what was made once by other programs and is kept as it is.
const FEATURES: &str = "features";
const FEATURES_KEPT: &[&str] =
    &["encrypted-aes-128.pdf", "encrypted-aes-256.pdf", "encrypted-password.pdf", "encrypted-rc4-128.pdf"];

/// Writes every sample file and deletes files that no source accounts for.
pub(crate) fn write(root: &Path) -> Result<()> {
    let samples = root.join("samples");
    let wanted = wanted_files(&samples)?;
    for path in committed_files(&samples)? {
        if !wanted.contains_key(&path) {
            std::fs::remove_file(&path).with_context(|| format!("deleting {}", path.display()))?;
        }
    }
    for (path, bytes) in &wanted {
        let folder = path.parent().context("a sample file lies in a folder")?;
        std::fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
        std::fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))?;
    }
    println!("{} sample files written", wanted.len());
    Ok(())
}

/// Fails when a committed sample file differs from what its source gives, is missing, or has no source.
pub(crate) fn check(root: &Path) -> Result<()> {
    let stale = stale_files(&root.join("samples"))?;
    if !stale.is_empty() {
        bail!("run `cargo xtask samples`, these files do not match their sources:\n{}", stale.join("\n"));
    }
    Ok(())
}

/// Writes one text in a form: a source of a sample, or plain lines that each become a paragraph.
pub(crate) fn write_one(form: &str, source: &Path, target: &Path) -> Result<()> {
    let text = std::fs::read_to_string(source).with_context(|| format!("reading {}", source.display()))?;
    let body = if text.starts_with('@') { text.split_once('\n').map_or("", |(_, body)| body) } else { &text };
    let lines = body.lines().map(str::trim_end).filter(|line| !line.is_empty());
    let marked: String = lines.map(|line| format!("\n{line}")).collect();
    let sheet = Sheet::parse(&format!("@{form}{marked}\n")).with_context(|| format!("in {}", source.display()))?;
    std::fs::write(target, render(&sheet)).with_context(|| format!("writing {}", target.display()))
}

fn stale_files(samples: &Path) -> Result<Vec<String>> {
    let wanted = wanted_files(samples)?;
    let mut stale: Vec<String> = committed_files(samples)?
        .iter()
        .filter(|path| !wanted.contains_key(*path))
        .map(|path| format!("{}: no source", path.display()))
        .collect();
    for (path, bytes) in &wanted {
        if std::fs::read(path).ok().as_ref() != Some(bytes) {
            stale.push(format!("{}: differs or is missing", path.display()));
        }
    }
    for (folder, _) in VARIANTS {
        let printed = samples.join("variants").join(folder).join(VARIANT_PRINTED);
        if !printed.is_file() {
            stale.push(format!("{}: missing", printed.display()));
        }
    }
    for name in FEATURES_KEPT {
        let kept = samples.join(FEATURES).join(name);
        if !kept.is_file() {
            stale.push(format!("{}: missing", kept.display()));
        }
    }
    Ok(stale)
}

/// What every generated path must hold.
fn wanted_files(samples: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut wanted = BTreeMap::new();
    for case in sorted_entries(&samples.join("source"))? {
        let slug = file_name(&case)?;
        for source in sorted_entries(&case)? {
            let sheet = read_sheet(&source)?;
            let stem = source.file_stem().and_then(|stem| stem.to_str()).context("source names are UTF-8")?;
            let name = format!("{stem}.{}", sheet.form.suffix());
            wanted.insert(samples.join(&slug).join("files").join(name), render(&sheet));
        }
    }
    for (folder, source) in VARIANTS {
        let sheet = read_sheet(&samples.join("source").join(source))?;
        for (name, form) in VARIANT_FORMS {
            let variant = Sheet { form: *form, lines: sheet.lines.clone() };
            wanted.insert(samples.join("variants").join(folder).join(name), render(&variant));
        }
    }
    let features = pdf_features::all().into_iter().map(|(name, bytes)| (format!("{name}.pdf"), bytes));
    for (name, bytes) in features.chain(picture::all()) {
        wanted.insert(samples.join(FEATURES).join(name), bytes);
    }
    Ok(wanted)
}

/// The generated files that lie in `samples` as committed, whether or not a source accounts for them.
fn committed_files(samples: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in sorted_entries(samples)?.into_iter().filter(|path| path.is_dir()) {
        match file_name(&folder)?.as_str() {
            "source" => {}
            "variants" => {
                for variant in sorted_entries(&folder)? {
                    found.extend(sorted_entries(&variant)?.into_iter().filter(|path| !path.ends_with(VARIANT_PRINTED)));
                }
            }
            FEATURES => {
                let kept = |path: &PathBuf| FEATURES_KEPT.iter().any(|name| path.ends_with(name));
                found.extend(sorted_entries(&folder)?.into_iter().filter(|path| path.is_file() && !kept(path)));
            }
            _ => found.extend(sorted_entries(&folder.join("files"))?),
        }
    }
    Ok(found)
}

/// The entries of a folder by name; none if the folder does not exist.
fn sorted_entries(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))?;
    let mut paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

fn file_name(path: &Path) -> Result<String> {
    let name = path.file_name().and_then(|name| name.to_str());
    name.map(str::to_string).with_context(|| format!("{} has no UTF-8 name", path.display()))
}

fn read_sheet(path: &Path) -> Result<Sheet> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    Sheet::parse(&text).with_context(|| format!("in {}", path.display()))
}

fn render(sheet: &Sheet) -> Vec<u8> {
    match sheet.form {
        Form::Doc => doc::render(sheet),
        Form::Docx => docx::render(sheet),
        Form::DocxReviewed => docx::reviewed::render(sheet),
        Form::Odt => odt::render(sheet),
        Form::Pdf => pdf::render(sheet),
        Form::Ofd => ofd::render(sheet),
        Form::Rtf => rtf::render(sheet),
        Form::HtmlPage => html::render_page(sheet),
        Form::HtmlWord => html::render_word(sheet),
        Form::Mht => mht::render(sheet),
        Form::TxtUtf8 => txt::render_utf8(sheet),
        Form::TxtUtf16 => txt::render_utf16(sheet),
        Form::TxtGb18030 => txt::render_gb18030(sheet),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committed_samples_match_their_sources() {
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("two levels up").join("samples");
        assert_eq!(stale_files(&samples).expect("samples are readable"), Vec::<String>::new());
    }

    #[test]
    fn every_case_has_its_records_and_every_form_a_judgment() {
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("two levels up").join("samples");
        let mut judged = Vec::new();
        for case in sorted_entries(&samples.join("source")).expect("sources are readable") {
            let folder = samples.join(file_name(&case).expect("slugs are ASCII"));
            assert!(folder.join("entered.json").is_file(), "{} has no entered.json", folder.display());
            assert!(folder.join("expected.json").is_file(), "{} has no expected.json", folder.display());
            for source in sorted_entries(&case).expect("sources are readable") {
                let name = file_name(&source).expect("names are UTF-8");
                if ["判决书", "裁定书", "调解书"].iter().any(|kind| name.contains(kind)) {
                    judged.push(read_sheet(&source).expect("sources parse").form);
                }
            }
        }
        assert!(judged.len() >= 14, "only {} judgments", judged.len());
        for form in Form::ALL {
            assert!(judged.contains(form), "no judgment as {form:?}");
        }
    }
}
