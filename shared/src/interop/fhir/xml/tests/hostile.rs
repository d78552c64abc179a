//! What is no FHIR, and what is meant to harm.

use super::*;
use crate::interop::fhir::json::DEPTH_MAX;

fn numbered(n: usize, one: impl Fn(usize) -> String) -> String {
    (0..n).fold(String::new(), |all, n| all + &one(n))
}

#[test]
fn no_document_type_and_no_entity_but_the_five() {
    for text in [
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><Patient/>",
        "<?xml version=\"1.0\"?>\n<!doctype a><Patient/>",
        "<!DOCTYPE",
    ] {
        assert!(refusal(text).contains("a document type definition is not taken"), "{text}");
    }
    for reference in [
        "&b;",
        "&nbsp;",
        "&#0;",
        "&#8;",
        "&#xFFFE;",
        "&#xD800;",
        "&#x110000;",
        "&#+65;",
        "&",
        "&amp",
        "&#;",
    ] {
        let text = patient(&format!(r#"<gender value="{reference}"/>"#));
        assert!(refusal(&text).contains("a reference that is none"), "{reference}");
    }
    let text = patient(r#"<gender value="&lt;&gt;&amp;&quot;&apos;&#9;&#10;&#13;&#65;&#x41;"/>"#);
    assert_eq!(parse(&text).unwrap().text("gender"), Some("<>&\"'\t\n\rAA"));
    // As XML has it: a line end in an attribute is a space, unless it is written as a reference.
    let text = patient("<gender value=\"a\r\nb\tc\"/>");
    assert_eq!(parse(&text).unwrap().text("gender"), Some("a b c"));
}

#[test]
fn what_is_not_well_formed_is_refused() {
    for text in [
        "",
        " ",
        "a",
        "<",
        "<>",
        "</a>",
        "<Patient",
        "<a></b>",
        "<Patient xmlns='http://hl7.org/fhir'>",
        "<Patient xmlns='http://hl7.org/fhir'/><a/>",
        "<Patient xmlns='http://hl7.org/fhir'/>a",
        "a<Patient xmlns='http://hl7.org/fhir'/>",
        " <?xml version='1.0'?><Patient xmlns='http://hl7.org/fhir'/>",
        "<Patient xmlns=http://hl7.org/fhir/>",
        "<Patient xmlns='http://hl7.org/fhir' a/>",
        "<Patient xmlns='http://hl7.org/fhir' xmlns='http://hl7.org/fhir'/>",
        "<Patient xmlns='http://hl7.org/fhir'><name id='a' id='a'/></Patient>",
        "<Patient xmlns='http://hl7.org/fhir'><name id='<'/></Patient>",
        "<Patient xmlns='http://hl7.org/fhir'><name\u{0}/></Patient>",
        "<Patient xmlns='http://hl7.org/fhir'>\u{ffff}</Patient>",
        "<a:b:c xmlns:a='http://hl7.org/fhir'/>",
        "<:Patient xmlns='http://hl7.org/fhir'/>",
        "\u{feff}\u{feff}<Patient xmlns='http://hl7.org/fhir'/>",
        "<Patient xmlns='http://hl7.org/fhir'/><!--",
        "<!ELEMENT a>",
        "<Patient xmlns='http://hl7.org/fhir'><!-- a--b --></Patient>",
        "<![CDATA[a]]>",
    ] {
        assert!(parse(text).is_err(), "{text:?}");
    }
    assert!(
        parse(&format!("\u{feff}<?xml version='1.0'?>\n{}\n<!-- end -->\n", patient(""))).is_ok()
    );
}

#[test]
fn depth_and_breadth_cost_what_they_hold() {
    let nested = |n: usize| {
        let items = r#"<item><linkId value="a"/>"#.repeat(n) + &"</item>".repeat(n);
        format!(r#"<Questionnaire xmlns="http://hl7.org/fhir">{items}</Questionnaire>"#)
    };
    // What is read as XML can be read again as JSON: two steps for each item, one for `linkId`.
    let deepest = json(&nested(DEPTH_MAX / 2 - 1));
    assert!(Json::parse(&deepest).is_ok());
    for n in [DEPTH_MAX / 2, 200_000] {
        assert!(refusal(&nested(n)).contains("nested too deep"), "{n}");
    }
    let unclosed = "<Patient xmlns='http://hl7.org/fhir'>".repeat(200_000);
    assert!(parse(&unclosed).is_err());

    let many = parse(&patient(&"<name/>".repeat(1_000_000))).unwrap();
    assert_eq!(many.list("name").len(), 1_000_000);
    let attributes = numbered(1_000_000, |n| format!(" a{n}=''"));
    let text = patient(&format!("<name{attributes}/>"));
    assert!(refusal(&text).contains("too many attributes"));
    let declared = numbered(60, |n| format!(" xmlns:a{n}='urn:x'"));
    let text = patient(&format!("<name{declared}/>"));
    assert!(refusal(&text).contains("too many namespaces"));
}
