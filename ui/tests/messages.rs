//! Our reader of messages against Fluent's own implementation: the same words for every message
//! of every file, in both languages, whatever its variables are.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use ui::i18n::{Args, COMMON, Messages, OFFICE, PHONE, Value};

#[test]
fn every_message_reads_as_fluent_reads_it() {
    let mut compared = 0;
    for (code, file) in [COMMON, PHONE, OFFICE]
        .iter()
        .flat_map(|source| [("en", source.en), ("es", source.es)])
    {
        let language = code.parse().expect("a language");
        let mut bundle = FluentBundle::new(vec![language]);
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(file.to_owned()).expect("valid Fluent");
        bundle.add_resource(&resource).expect("no key twice");
        let mut messages = Messages::default();
        messages.add(file);
        for (key, variables) in keys(&resource) {
            for value in [
                Value::Number(0),
                Value::Number(1),
                Value::Number(7),
                Value::Text("other".to_owned()),
            ] {
                let ours = messages.format(&key, &our_args(&variables, &value));
                let pattern = bundle
                    .get_message(&key)
                    .and_then(|message| message.value())
                    .expect("a value");
                let mut faults = Vec::new();
                let theirs = bundle.format_pattern(
                    pattern,
                    Some(&their_args(&variables, &value)),
                    &mut faults,
                );
                assert!(faults.is_empty(), "{code} {key}: {faults:?}");
                assert_eq!(
                    ours.as_deref(),
                    Some(theirs.as_ref()),
                    "{code} {key} with {value:?}"
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 1_000, "only {compared} were compared");
}

fn our_args(variables: &[&'static str], value: &Value) -> Args {
    let mut args = Args::new();
    for variable in variables {
        args.set(variable, value.clone());
    }
    args
}

fn their_args<'a>(variables: &[&'static str], value: &Value) -> FluentArgs<'a> {
    let mut args = FluentArgs::new();
    for variable in variables {
        let value: FluentValue<'_> = match value {
            Value::Text(text) => text.clone().into(),
            Value::Number(number) => (*number).into(),
        };
        args.set(*variable, value);
    }
    args
}

/// The keys of a file with their variables, whose names live as long as the test.
fn keys(resource: &FluentResource) -> Vec<(String, Vec<&'static str>)> {
    let mut keys = Vec::new();
    for entry in resource.entries() {
        if let Entry::Message(message) = entry
            && let Some(pattern) = &message.value
        {
            let mut variables = Vec::new();
            collect(pattern, &mut variables);
            keys.push((message.id.name.to_owned(), variables));
        }
    }
    keys
}

fn collect(pattern: &Pattern<&str>, variables: &mut Vec<&'static str>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            match expression {
                Expression::Inline(inline) => note(inline, variables),
                Expression::Select { selector, variants } => {
                    note(selector, variables);
                    variants
                        .iter()
                        .for_each(|variant| collect(&variant.value, variables));
                }
            }
        }
    }
}

fn note(inline: &InlineExpression<&str>, variables: &mut Vec<&'static str>) {
    if let InlineExpression::VariableReference { id } = inline {
        variables.push(Box::leak(id.name.to_owned().into_boxed_str()));
    }
}
