//! Owns fields of Word: which part of a field is code and which its result, and the legacy form fields that show a mark
//! without any text. Does not compute fields.

use crate::xml::XmlElement;

/// The complex fields that are open, the innermost last: true while its code is read.
#[derive(Default)]
pub(super) struct Fields {
    in_code: Vec<bool>,
}

impl Fields {
    /// Takes a `fldChar`.
    pub fn mark(&mut self, element: &XmlElement<'_>) {
        match element.attribute("fldCharType").as_deref() {
            // Nothing nests fields so deeply; a hostile file would only fill memory.
            Some("begin") if self.in_code.len() < 64 => self.in_code.push(true),
            Some("separate") => {
                if let Some(in_code) = self.in_code.last_mut() {
                    *in_code = false;
                }
            }
            Some("end") => drop(self.in_code.pop()),
            _ => {}
        }
    }

    pub fn is_in_code(&self) -> bool {
        self.in_code.contains(&true)
    }

    /// Codes end with their paragraph; where the mark between code and result is lost, what follows is text.
    pub fn end_paragraph(&mut self) {
        self.in_code.fill(false);
    }
}

/// A legacy form field: a check box or a list.
pub(super) enum FormField {
    CheckBox { is_checked: bool },
    List { entries: Vec<String>, chosen: usize },
}

impl FormField {
    pub fn open(name: &str) -> Option<FormField> {
        match name {
            "checkBox" => Some(FormField::CheckBox { is_checked: false }),
            "ddList" => Some(FormField::List { entries: Vec::new(), chosen: 0 }),
            _ => None,
        }
    }

    /// Takes a property. `checked` and `result` follow the default and outweigh it.
    pub fn property(&mut self, name: &str, value: Option<String>) {
        match (self, name) {
            (FormField::CheckBox { is_checked }, "default" | "checked") => {
                *is_checked = !matches!(value.as_deref(), Some("0" | "false" | "off"));
            }
            (FormField::List { chosen, .. }, "default" | "result") => {
                *chosen = value.and_then(|value| value.parse().ok()).unwrap_or(0);
            }
            (FormField::List { entries, .. }, "listEntry") => entries.push(value.unwrap_or_default()),
            _ => {}
        }
    }

    /// What the field shows.
    pub fn shown(&self) -> &str {
        match self {
            FormField::CheckBox { is_checked: true } => "☑",
            FormField::CheckBox { is_checked: false } => "□",
            FormField::List { entries, chosen } => entries.get(*chosen).map_or("", String::as_str),
        }
    }
}
