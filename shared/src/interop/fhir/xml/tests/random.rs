//! Texts nobody thought of.

use proptest::prelude::*;

use super::round::check_round;
use super::*;

const SAMPLE: &str = r#"<?xml version="1.0"?><Patient xmlns="http://hl7.org/fhir" xmlns:h="http://www.w3.org/1999/xhtml"><!-- a --><text><status value="generated"/><h:div class='a'>&#1071; &lt; <h:b>x</h:b><h:br/><![CDATA[y]]></h:div></text><contained><Basic/></contained><name id="n"><given value="А&amp;Б"/><given><extension url="urn:x"><valueDecimal value="1.00"/></extension></given></name></Patient>"#;

/// A JSON string of a text that a string of FHIR may hold.
fn string() -> impl Strategy<Value = String> {
    "[a-zА-я0-9<>&\"' \n\r\t\u{a0}😀]{1,12}".prop_map(|text| Json::str(text).to_string())
}

fn number() -> impl Strategy<Value = String> {
    "-?(0|[1-9][0-9]{0,5})(\\.[0-9]{1,4})?([eE][+-]?[0-9]{1,2})?"
}

fn extension() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        string().prop_map(|text| format!(r#"{{"url":"urn:a","valueString":{text}}}"#)),
        number().prop_map(|text| format!(r#"{{"id":"x","url":"urn:b","valueDecimal":{text}}}"#)),
        any::<bool>().prop_map(|is| format!(r#"{{"url":"urn:c","valueBoolean":{is}}}"#)),
        string().prop_map(|text| {
            format!(r#"{{"url":"urn:d","_valueCode":{{"id":"y","extension":[{{"url":"u","valueString":{text}}}]}}}}"#)
        }),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop::collection::vec(inner, 1..3)
            .prop_map(|inner| format!(r#"{{"url":"urn:e","extension":[{}]}}"#, inner.join(",")))
    })
}

/// `"given":[…],"_given":[…]`: each item with a value, a companion or both.
fn given() -> impl Strategy<Value = String> {
    let item = (string(), extension(), 0..3_u8);
    prop::collection::vec(item, 1..5).prop_map(|items| {
        let side = |is_value: bool| -> Vec<String> {
            let items = items.iter();
            items
                .map(|(value, extension, which)| match (is_value, which) {
                    (true, 0 | 2) => value.clone(),
                    (false, 1 | 2) => format!(r#"{{"extension":[{extension}]}}"#),
                    (true | false, _) => "null".to_owned(),
                })
                .collect()
        };
        let members = [("given", side(true)), ("_given", side(false))];
        let members = members.iter().filter(|(_, side)| side.iter().any(|item| item != "null"));
        let members = members.map(|(name, side)| format!(r#""{name}":[{}]"#, side.join(",")));
        members.collect::<Vec<_>>().join(",")
    })
}

fn resource() -> impl Strategy<Value = String> {
    let patient = (given(), string(), extension()).prop_map(|(given, text, extension)| {
        format!(
            r#"{{"resourceType":"Patient","extension":[{extension}],"name":[{{{given}}},{{"text":{text}}}]}}"#
        )
    });
    let observation = (number(), string()).prop_map(|(number, text)| {
        format!(
            r#"{{"resourceType":"Observation","status":"final","code":{{"text":{text}}},"valueQuantity":{{"value":{number},"unit":{text}}}}}"#
        )
    });
    prop_oneof![patient, observation].prop_recursive(2, 6, 3, |inner| {
        prop::collection::vec(inner, 1..3).prop_map(|inner| {
            let entries: Vec<_> =
                inner.iter().map(|inner| format!(r#"{{"resource":{inner}}}"#)).collect();
            format!(
                r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#,
                entries.join(",")
            )
        })
    })
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,60}", tags in "[<>/!?\\[\\]a-c:='\"& xmln;#-]{0,60}") {
        let _ = parse(&text);
        let _ = parse(&tags);
        let _ = parse(&patient(&tags));
        let _ = super::super::xhtml::div(&tags);
    }

    #[test]
    fn no_change_of_a_good_text_makes_it_panic(
        at in 0..SAMPLE.len(), length in 0_usize..20, put in "[<>/!?a:='\"& ;#\u{0}я-]{0,4}",
    ) {
        let place = |at: usize| (at..=SAMPLE.len()).find(|at| SAMPLE.is_char_boundary(*at)).unwrap();
        let (start, end) = (place(at), place((at + length).min(SAMPLE.len())));
        let text = format!("{}{put}{}", &SAMPLE[..start], &SAMPLE[end..]);
        if let Ok(json) = parse(&text) {
            // What is taken can be said again.
            let again = parse(&write(&json)).unwrap();
            prop_assert_eq!(canonical(&again).to_string(), canonical(&json).to_string());
        }
    }

    #[test]
    fn any_string_becomes_a_narrative_that_is_read(text in "(<div[ a-z='\"]{0,8}>)?[<>/a-c&;\"' \u{0}-]{0,30}(</div>)?") {
        let once = super::super::xhtml::div(&text);
        prop_assert_eq!(super::div(&once), once);
    }

    #[test]
    fn a_resource_comes_back_as_it_was(text in resource()) {
        check_round(&text);
    }
}
