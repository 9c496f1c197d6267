//! Owns colours by their values: red, green and blue in whichever colour space the file uses. Does not know gradients
//! and patterns.

use crate::format::ofd::node::Node;
use crate::format::ofd::resources::Resources;

pub(super) const BLACK: [u8; 3] = [0, 0, 0];

/// The colour of an element that states one.
pub(super) fn rgb(node: &Node, resources: &Resources) -> Option<[u8; 3]> {
    Some(parts_as_rgb(node.attribute("Value")?, node.attribute("ColorSpace"), resources))
}

/// The colour of seals.
pub(super) fn is_red([red, green, blue]: [u8; 3]) -> bool {
    red > 153 && green < 102 && blue < 102
}

/// A colour value as red, green and blue. The number of its parts tells the space where the file does not.
fn parts_as_rgb(value: &str, space: Option<&str>, resources: &Resources) -> [u8; 3] {
    let parts: Vec<f64> = value.split_whitespace().filter_map(part).collect();
    let kind = space.and_then(|id| resources.colour_space(id.trim()));
    let kind = kind.unwrap_or(match parts.len() {
        1 => "GRAY",
        4 => "CMYK",
        _ => "RGB",
    });
    let at = |index: usize| parts.get(index).copied().unwrap_or(0.0).clamp(0.0, 255.0);
    match kind.to_ascii_uppercase().as_str() {
        "GRAY" | "GREY" => [at(0) as u8; 3],
        "CMYK" => {
            let black = 1.0 - at(3) / 255.0;
            [0, 1, 2].map(|index| ((1.0 - at(index) / 255.0) * black * 255.0).round() as u8)
        }
        _ => [at(0) as u8, at(1) as u8, at(2) as u8],
    }
}

/// A part of a colour: decimal, or hexadecimal after `#`.
fn part(token: &str) -> Option<f64> {
    match token.strip_prefix('#') {
        Some(digits) => u32::from_str_radix(digits, 16).ok().map(f64::from),
        None => token.parse().ok().filter(|number: &f64| number.is_finite()),
    }
}
