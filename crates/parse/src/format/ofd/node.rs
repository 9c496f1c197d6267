//! Owns an XML part as a tree: parts of an OFD refer to each other and to what stands later in them. Does not know what
//! the elements mean.

use casefile::limits;

use crate::xml::{self, XmlEnd, XmlEvent};

/// An element: local names only, since programs disagree on the namespace.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
    /// The characters directly inside, in order.
    pub text: String,
}

/// A tree, and whether the part was read to its end.
pub(super) struct Tree {
    pub root: Node,
    pub is_whole: bool,
}

impl Node {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    pub fn children_named<'n>(&'n self, name: &'n str) -> impl Iterator<Item = &'n Node> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The trimmed text of a child, where it has one.
    pub fn child_text(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.trim()).filter(|text| !text.is_empty())
    }

    pub fn number(&self, name: &str) -> Option<f64> {
        numbers(self.attribute(name)?).first().copied()
    }

    pub fn is_false(&self, name: &str) -> bool {
        self.attribute(name).is_some_and(|value| value.trim().eq_ignore_ascii_case("false"))
    }

    pub fn is_true(&self, name: &str) -> bool {
        self.attribute(name).is_some_and(|value| value.trim().eq_ignore_ascii_case("true"))
    }
}

/// The numbers of a list that are numbers; values that no page has become the nearest sensible one.
pub(super) fn numbers(list: &str) -> Vec<f64> {
    let tokens = list.split(|c: char| c.is_whitespace() || c == ',').filter(|token| !token.is_empty());
    tokens.filter_map(|token| token.parse::<f64>().ok()).filter(|n| n.is_finite()).map(|n| n.clamp(-1e7, 1e7)).collect()
}

/// The tree of a part; damage and limits leave what came before them.
pub(super) fn tree(text: &str) -> Tree {
    let mut open = vec![Node::default()];
    let mut count = 0usize;
    let end = xml::for_each_event(text, |event| {
        if count > limits::XML_NODES_MAX {
            return;
        }
        match event {
            XmlEvent::Open(element) => {
                count += 1;
                open.push(Node {
                    name: element.name().to_owned(),
                    attributes: element.attributes(),
                    ..Node::default()
                });
            }
            XmlEvent::Close => close(&mut open),
            XmlEvent::Text(text) => open.last_mut().expect("the root stays open").text.push_str(text),
            XmlEvent::Char(c) => open.last_mut().expect("the root stays open").text.push(c),
        }
    });
    while open.len() > 1 {
        close(&mut open);
    }
    let mut document = open.pop().expect("the root stays open");
    let is_whole = end == XmlEnd::Complete && count <= limits::XML_NODES_MAX && !document.children.is_empty();
    let root = if document.children.is_empty() { Node::default() } else { document.children.swap_remove(0) };
    Tree { root, is_whole }
}

fn close(open: &mut Vec<Node>) {
    if open.len() > 1
        && let Some(node) = open.pop()
        && let Some(parent) = open.last_mut()
    {
        parent.children.push(node);
    }
}
