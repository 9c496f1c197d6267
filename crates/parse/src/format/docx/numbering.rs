//! Owns the labels of numbered paragraphs ("一、", "（二）", "1."), which Word computes and does not store. Legal documents
//! number their dispositions with them, so the text is incomplete without.

use std::collections::{HashMap, HashSet};

use super::style::Styles;
use crate::numeral;
use crate::xml::{self, XmlElement, XmlEvent};

/// Word has nine levels.
pub(in crate::format) const LEVELS: usize = 9;

/// How one level of a list is numbered, in the words of `numbering.xml`.
#[derive(Clone, Debug)]
pub(in crate::format) struct Level {
    pub start: u32,
    pub format: String,
    pub pattern: String,
    pub suffix: String,
    pub is_legal: bool,
    /// The level (counted from 1) after which this one starts anew; 0 for never.
    pub restart: Option<usize>,
    /// The paragraph style that stands for this level.
    pub style: Option<String>,
}

impl Default for Level {
    fn default() -> Level {
        Level {
            start: 1,
            format: "decimal".into(),
            pattern: String::new(),
            suffix: "tab".into(),
            is_legal: false,
            restart: None,
            style: None,
        }
    }
}

#[derive(Clone, Default)]
struct AbstractNumber {
    levels: [Option<Level>; LEVELS],
    /// The style whose numbering stands in for this one.
    style: Option<String>,
}

#[derive(Default)]
struct Number {
    abstract_id: String,
    starts: [Option<u32>; LEVELS],
    levels: [Option<Level>; LEVELS],
}

/// The numbering of a document and how far each list has counted.
#[derive(Default)]
pub(in crate::format) struct Numbering {
    abstracts: HashMap<String, AbstractNumber>,
    numbers: HashMap<String, Number>,
    /// Numbering styles: the number that each stands for.
    style_numbers: HashMap<String, String>,
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    /// Numbers that occurred already, per level: their start overrides are spent.
    started: HashSet<(String, usize)>,
}

impl Numbering {
    pub(super) fn read(text: &str, styles: &Styles) -> Numbering {
        let mut reading = Reading::default();
        xml::for_each_event(text, |event| {
            if let XmlEvent::Open(element) = event {
                reading.open(&element);
            }
        });
        let mut numbering =
            Numbering { abstracts: reading.abstracts, numbers: reading.numbers, ..Numbering::default() };
        for definition in numbering.abstracts.values() {
            if let Some(style) = &definition.style
                && let Some((number, _)) = styles.numbering(Some(style))
            {
                numbering.style_numbers.insert(style.clone(), number);
            }
        }
        numbering
    }

    /// Adds a list by its id, for formats that state their lists otherwise.
    pub fn add_list(&mut self, list: &str, levels: [Option<Level>; LEVELS]) {
        self.abstracts.insert(list.to_owned(), AbstractNumber { levels, style: None });
    }

    /// Adds a use of a list, with what it overrides.
    pub fn add_number(
        &mut self,
        number: &str,
        list: &str,
        starts: [Option<u32>; LEVELS],
        levels: [Option<Level>; LEVELS],
    ) {
        self.numbers.insert(number.to_owned(), Number { abstract_id: list.to_owned(), starts, levels });
    }

    /// Counts a paragraph and returns its label with the blank after it, if any.
    pub fn label(&mut self, number_id: &str, level: usize) -> Option<String> {
        let level = level.min(LEVELS - 1);
        let number = self.numbers.get(number_id)?;
        let abstract_id = self.definition_of(&number.abstract_id)?.to_owned();
        let levels: [Option<Level>; LEVELS] = std::array::from_fn(|index| {
            number.levels[index].clone().or_else(|| self.abstracts[&abstract_id].levels[index].clone())
        });
        let current = levels[level].clone()?;
        let start_override = number.starts[level];
        let start_of =
            |index: usize| number.starts[index].or(levels[index].as_ref().map(|level| level.start)).unwrap_or(1);

        let counters = self.counters.entry(abstract_id).or_default();
        let is_first_use = self.started.insert((number_id.to_owned(), level));
        counters[level] = match (counters[level], start_override) {
            (_, Some(start)) if is_first_use => Some(start),
            (Some(count), _) => Some(count.saturating_add(1)),
            (None, _) => Some(start_of(level)),
        };
        // An outer level that was passed over counts as begun: after "1.1" without a "1" the next is "2".
        for (outer, counter) in counters.iter_mut().enumerate().take(level) {
            counter.get_or_insert_with(|| start_of(outer));
        }
        for deeper in level + 1..LEVELS {
            let restart = levels[deeper].as_ref().and_then(|deeper| deeper.restart);
            let restarts = restart.is_none_or(|after| after > 0 && level < after);
            if restarts {
                counters[deeper] = None;
            }
        }
        let counts: [u32; LEVELS] = std::array::from_fn(|index| counters[index].unwrap_or_else(|| start_of(index)));
        let label = filled(&current, &levels, &counts);
        (!label.is_empty()).then(|| with_blank(label, &current.suffix))
    }

    /// The level of a number that is bound to a paragraph style.
    pub fn level_of_style(&self, number_id: &str, style: Option<&str>) -> Option<usize> {
        let number = self.numbers.get(number_id)?;
        let definition = self.abstracts.get(self.definition_of(&number.abstract_id)?)?;
        let is_bound = |level: &Option<Level>| level.as_ref().is_some_and(|level| level.style.as_deref() == style);
        definition.levels.iter().position(is_bound).filter(|_| style.is_some())
    }

    /// Follows a link to a numbering style.
    fn definition_of<'n>(&'n self, abstract_id: &'n str) -> Option<&'n str> {
        let definition = self.abstracts.get(abstract_id)?;
        let linked = definition.style.as_ref().and_then(|style| self.style_numbers.get(style));
        let linked = linked.and_then(|number| self.numbers.get(number)).map(|number| number.abstract_id.as_str());
        Some(linked.filter(|id| self.abstracts.contains_key(*id)).unwrap_or(abstract_id))
    }
}

/// The pattern with `%1` to `%9` replaced. Bullets and private-use signs are marks, not text.
fn filled(current: &Level, levels: &[Option<Level>; LEVELS], counts: &[u32; LEVELS]) -> String {
    if current.format == "bullet" {
        return String::new();
    }
    let mut label = String::new();
    let mut chars = current.pattern.chars().peekable();
    while let Some(c) = chars.next() {
        let place = chars.peek().and_then(|digit| digit.to_digit(10)).filter(|digit| (1..=9).contains(digit));
        match (c, place) {
            ('%', Some(place)) => {
                chars.next();
                let index = place as usize - 1;
                let format = levels[index].as_ref().map_or("decimal", |level| level.format.as_str());
                let format = if current.is_legal { "decimal" } else { format };
                label.push_str(&numeral::written(counts[index], format));
            }
            ('\u{e000}'..='\u{f8ff}', _) => {}
            _ => label.push(c),
        }
    }
    label
}

/// A tab after "一、" is layout; a blank is kept only where characters would run into each other.
pub(super) fn with_blank(mut label: String, suffix: &str) -> String {
    let ends_in_ascii = label.chars().next_back().is_some_and(|c| c.is_ascii());
    if suffix != "nothing" && ends_in_ascii {
        label.push(' ');
    }
    label
}

/// Where the reader of `numbering.xml` stands.
#[derive(Default)]
struct Reading {
    abstracts: HashMap<String, AbstractNumber>,
    numbers: HashMap<String, Number>,
    abstract_id: Option<String>,
    number_id: Option<String>,
    level: usize,
}

impl Reading {
    fn open(&mut self, element: &XmlElement<'_>) {
        let value = || element.short_attribute("val");
        match element.name() {
            "abstractNum" => {
                let id = element.short_attribute("abstractNumId").unwrap_or_default();
                self.abstracts.insert(id.clone(), AbstractNumber::default());
                (self.abstract_id, self.number_id) = (Some(id), None);
            }
            "num" => {
                let id = element.short_attribute("numId").unwrap_or_default();
                self.numbers.insert(id.clone(), Number::default());
                (self.abstract_id, self.number_id) = (None, Some(id));
            }
            "abstractNumId" => {
                if let Some(number) = self.number() {
                    number.abstract_id = value().unwrap_or_default();
                }
            }
            "numStyleLink" => {
                let style = value();
                if let Some(definition) = self.abstract_id.as_ref().and_then(|id| self.abstracts.get_mut(id)) {
                    definition.style = style;
                }
            }
            "lvlOverride" => self.level = level_index(element),
            "startOverride" => {
                let (level, start) = (self.level, value().and_then(|start| start.parse().ok()));
                if let Some(number) = self.number() {
                    number.starts[level] = start;
                }
            }
            "lvl" => {
                self.level = level_index(element);
                let level = self.level;
                if let Some(levels) = self.levels() {
                    levels[level] = Some(Level::default());
                }
            }
            name => self.level_property(name, &value),
        }
    }

    fn level_property(&mut self, name: &str, value: &dyn Fn() -> Option<String>) {
        let index = self.level;
        let Some(Some(level)) = self.levels().map(|levels| &mut levels[index]) else { return };
        match name {
            "start" => level.start = value().and_then(|start| start.parse().ok()).unwrap_or(1),
            "numFmt" => level.format = value().unwrap_or_default(),
            "lvlText" => level.pattern = value().unwrap_or_default(),
            "suff" => level.suffix = value().unwrap_or_default(),
            "isLgl" => level.is_legal = !matches!(value().as_deref(), Some("0" | "false" | "off")),
            "pStyle" => level.style = value(),
            "lvlRestart" => level.restart = value().and_then(|restart| restart.parse().ok()),
            _ => {}
        }
    }

    fn number(&mut self) -> Option<&mut Number> {
        self.numbers.get_mut(self.number_id.as_ref()?)
    }

    fn levels(&mut self) -> Option<&mut [Option<Level>; LEVELS]> {
        match (&self.abstract_id, &self.number_id) {
            (Some(id), _) => self.abstracts.get_mut(id).map(|definition| &mut definition.levels),
            (None, Some(id)) => self.numbers.get_mut(id).map(|number| &mut number.levels),
            (None, None) => None,
        }
    }
}

fn level_index(element: &XmlElement<'_>) -> usize {
    let level = element.attribute("ilvl").and_then(|level| level.parse::<usize>().ok());
    level.unwrap_or(0).min(LEVELS - 1)
}
