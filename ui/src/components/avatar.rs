//! A person's initials.

use sycamore::prelude::*;

const TINTS: u32 = 5;

/// A person's initials on one of five tints, the same one each time. The name itself stands
/// beside it, so that it is hidden from assistive technology.
#[component(inline_props)]
pub fn Avatar(#[prop(setter(into))] name: String) -> View {
    let class = format!("avatar avatar--{}", tint(&name));
    view! { span(class=class, aria-hidden="true") { (initials(&name)) } }
}

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().next());
    let first = words.next();
    let last = words.next_back();
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

fn tint(name: &str) -> u32 {
    name.bytes().fold(0_u32, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u32::from(byte))
    }) % TINTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_name() {
        assert_eq!(initials("María del Carmen Ibáñez"), "MI");
        assert_eq!(initials("ángel"), "Á");
        assert_eq!(initials("  "), "");
    }
}
