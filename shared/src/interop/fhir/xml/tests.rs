//! What is read, what is refused, and that both ways give the same.

mod hostile;
mod random;
mod round;

use super::*;
use crate::interop::fhir::json::Object;
use crate::interop::fhir::validate::check;

/// Members by name: JSON gives their order no meaning.
fn canonical(json: &Json) -> Json<'static> {
    match json {
        Json::Array(items) => Json::Array(items.iter().map(canonical).collect()),
        Json::Object(Object(members)) => {
            let members = members.iter();
            let mut members: Vec<_> = members
                .map(|(name, value)| (name.clone().into_owned().into(), canonical(value)))
                .collect();
            members.sort_by(|(a, _): &(std::borrow::Cow<str>, _), (b, _)| a.cmp(b));
            Json::Object(Object(members))
        }
        other => other.clone().into_owned(),
    }
}

/// A patient with this in it.
fn patient(inner: &str) -> String {
    format!(r#"<Patient xmlns="http://hl7.org/fhir">{inner}</Patient>"#)
}

fn json(text: &str) -> String {
    parse(text).unwrap_or_else(|error| panic!("{error}\n{text}")).to_string()
}

fn refusal(text: &str) -> String {
    parse(text).expect_err(text).to_string()
}

/// The narrative that comes out of this one.
fn div(text: &str) -> String {
    let inner = format!(r#"<text><status value="generated"/>{text}</text>"#);
    parse(&patient(&inner)).unwrap().text_at("text.div").unwrap().to_owned()
}

#[test]
fn each_kind_becomes_what_json_has_for_it() {
    let text = patient(
        r#"
        <!-- a comment --><?and an="instruction"?>
        <id value="p1"/>
        <active value="true"/>
        <name id="n1"><use value="official"/><given value="Анна"/><given value="М&#x430;рия"/></name>
        <deceasedBoolean value="false"/>
        <multipleBirthInteger value="2"/>
        "#,
    );
    assert_eq!(
        json(&text),
        concat!(
            r#"{"resourceType":"Patient","id":"p1","active":true,"#,
            r#""name":[{"id":"n1","use":"official","given":["Анна","Мария"]}],"#,
            r#""deceasedBoolean":false,"multipleBirthInteger":2}"#
        )
    );
    assert_eq!(json(&patient("")), r#"{"resourceType":"Patient"}"#);
    assert_eq!(json("<Patient xmlns='http://hl7.org/fhir'/>"), json(&patient("")));
}

#[test]
fn ids_and_extensions_of_primitives_become_companions() {
    let text = patient(
        r#"<extension url="urn:a&amp;b"><valueDecimal value="1.00"/></extension>
        <name><given value="A"/><given id="g"><extension url="urn:x"><valueCode value="c"/></extension></given>
        <given value="C"/></name><birthDate id="b" value="2000-01"/>"#,
    );
    assert_eq!(
        json(&text),
        concat!(
            r#"{"resourceType":"Patient","extension":[{"url":"urn:a&b","valueDecimal":1.00}],"#,
            r#""name":[{"given":["A",null,"C"],"#,
            r#""_given":[null,{"id":"g","extension":[{"url":"urn:x","valueCode":"c"}]},null]}],"#,
            r#""birthDate":"2000-01","_birthDate":{"id":"b"}}"#
        )
    );
}

#[test]
fn resources_stand_in_resources() {
    let inner = r#"<contained><Patient><id value="a"/></Patient></contained><contained>
        <Group><actual value="true"/></Group></contained>"#;
    assert_eq!(
        json(&patient(inner)),
        concat!(
            r#"{"resourceType":"Patient","contained":[{"resourceType":"Patient","id":"a"},"#,
            r#"{"resourceType":"Group","actual":true}]}"#
        )
    );
    let text = r#"<Bundle xmlns="http://hl7.org/fhir"><entry><resource><Parameters><parameter>
        <name value="p"/><resource><Basic/></resource></parameter></Parameters></resource></entry></Bundle>"#;
    let bundle = parse(text).unwrap();
    assert_eq!(bundle.text_at("entry.resource.parameter.resource.resourceType"), Some("Basic"));
    for (inner, what) in [
        ("<contained/>", "Patient.contained: a resource is missing here"),
        ("<contained><Basic/><Basic/></contained>", "Patient.contained: only one resource"),
        ("<contained><Ship/></contained>", "Patient.contained: FHIR R4 has no resource `Ship`"),
        (r#"<contained id="a"><Basic/></contained>"#, "no attribute `id`"),
    ] {
        assert!(refusal(&patient(inner)).contains(what), "{}", refusal(&patient(inner)));
    }
}

#[test]
fn a_value_of_the_wrong_type_is_left_for_the_validator() {
    for (inner, expected) in [
        (r#"<active value="yes"/>"#, r#"{"resourceType":"Patient","active":"yes"}"#),
        (
            r#"<multipleBirthInteger value="02"/>"#,
            r#"{"resourceType":"Patient","multipleBirthInteger":"02"}"#,
        ),
        (
            r#"<multipleBirthInteger value=" 2"/>"#,
            r#"{"resourceType":"Patient","multipleBirthInteger":" 2"}"#,
        ),
        (r#"<birthDate value=""/>"#, r#"{"resourceType":"Patient","birthDate":""}"#),
        ("<maritalStatus/>", r#"{"resourceType":"Patient","maritalStatus":{}}"#),
    ] {
        assert_eq!(json(&patient(inner)), expected);
        assert_eq!(check(&parse(&patient(inner)).unwrap(), "Patient").len(), 1, "{inner}");
    }
}

#[test]
fn what_fhir_does_not_have_is_told_with_its_place() {
    for (text, expected) in [
        (
            "\n<name><colour value=\"a\"/></name>",
            "line 2, column 7: Patient.name.colour: no such element in FHIR R4",
        ),
        (
            "<gender value=\"male\"/><gender value=\"male\"/>",
            "line 1, column 60: Patient.gender: only one is allowed here",
        ),
        (
            "<gender/>",
            "line 1, column 38: Patient.gender: ele-1: an element has a value or children",
        ),
        (
            "<gender code=\"male\"/>",
            "line 1, column 38: Patient.gender: no attribute `code` is allowed here",
        ),
        (
            "<gender>male</gender>",
            "line 1, column 46: Patient.gender: text between elements; a value is in the attribute `value`",
        ),
        (
            "<name><id value=\"a\"/></name>",
            "line 1, column 44: Patient.name.id: no such element in FHIR R4",
        ),
        (
            "<extension><url value=\"a\"/></extension>",
            "line 1, column 49: Patient.extension.url: no such element in FHIR R4",
        ),
        (
            "<x:name xmlns:x=\"urn:x\"/>",
            "line 1, column 38: Patient.name: an element of another namespace",
        ),
        (
            "<resourceType value=\"a\"/>",
            "line 1, column 38: Patient.resourceType: no such element in FHIR R4",
        ),
        (
            "<_gender value=\"a\"/>",
            "line 1, column 38: Patient._gender: no such element in FHIR R4",
        ),
        (
            "<![CDATA[a]]>",
            "line 1, column 38: Patient: text between elements; a value is in the attribute `value`",
        ),
    ] {
        assert_eq!(refusal(&patient(text)), expected);
    }
}

#[test]
fn items_that_do_not_stand_together_keep_their_order() {
    let inner =
        r#"<name><text value="a"/></name><active value="true"/><name><text value="b"/></name>"#;
    assert_eq!(
        json(&patient(inner)),
        r#"{"resourceType":"Patient","name":[{"text":"a"},{"text":"b"}],"active":true}"#
    );
}

#[test]
fn namespaces_decide_and_prefixes_do_not() {
    let text = r#"<f:Patient xmlns:f="http://hl7.org/fhir" xmlns:h="http://www.w3.org/1999/xhtml"
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://hl7.org/fhir x.xsd">
        <f:text><f:status value="generated"/><h:div xml:lang="ru"><h:p>a<h:br/></h:p></h:div></f:text></f:Patient>"#;
    assert_eq!(
        parse(text).unwrap().text_at("text.div").unwrap(),
        r#"<div xmlns="http://www.w3.org/1999/xhtml" xml:lang="ru"><p>a<br/></p></div>"#
    );
    for (text, what) in [
        ("<Patient/>", "a resource of http://hl7.org/fhir is expected"),
        ("<Patient xmlns='urn:x'/>", "a resource of http://hl7.org/fhir is expected"),
        ("<f:Patient/>", "the prefix `f` is not declared"),
        ("<f:Patient xmlns:f=''/>", "a prefix is bound to nothing"),
        (
            "<Patient xmlns='http://hl7.org/fhir'><a:id/></Patient>",
            "the prefix `a` is not declared",
        ),
        ("<a><b xmlns:p='urn:x'/><p:c/></a>", "is expected"),
        ("<Patient xmlns:xml='urn:x'/>", "have their meaning already"),
        ("<Patient xmlns:xmlns='urn:x'/>", "have their meaning already"),
        ("<HumanName xmlns='http://hl7.org/fhir'/>", "FHIR R4 has no resource `HumanName`"),
    ] {
        assert!(refusal(text).contains(what), "{}", refusal(text));
    }
    // A binding ends with its element.
    let text = patient(r#"<f:name xmlns:f="http://hl7.org/fhir"/><f:name/>"#);
    assert!(refusal(&text).contains("the prefix `f` is not declared"));
}

#[test]
fn a_narrative_is_put_together_anew() {
    let open = r#"<div xmlns="http://www.w3.org/1999/xhtml""#;
    for (text, expected) in [
        (
            r#"<div class='a"b' xmlns="http://www.w3.org/1999/xhtml"><table><tr><td>1 &lt; 2 &amp; 3</td><td/></tr></table></div>"#,
            r#"<div class="a&quot;b" xmlns="http://www.w3.org/1999/xhtml"><table><tr><td>1 &lt; 2 &amp; 3</td><td/></tr></table></div>"#.to_owned(),
        ),
        (&format!("{open}>&#1071;&#xA0;<!-- gone --><?gone?>ж</div>"), format!("{open}>Я\u{a0}ж</div>")),
        (&format!("{open}><![CDATA[<b>&]]></div>"), format!("{open}>&lt;b&gt;&amp;</div>")),
        (&format!("{open}>a\r\nb]]></div>"), format!("{open}>a\nb]]&gt;</div>")),
        (&format!("{open}><a href='&#106;avascript:x'>a</a></div>"), format!("{open}><a href=\"javascript:x\">a</a></div>")),
        (&format!("{open}/>"), format!("{open}/>")),
    ] {
        assert_eq!(div(text), expected);
        // Once put together, it stays.
        assert_eq!(div(&expected), expected);
    }
    for (inner, what) in [
        (format!("{open}>&nbsp;</div>"), "a reference that is none"),
        (format!("{open}><svg xmlns='http://www.w3.org/2000/svg'/></div>"), "`svg` in a narrative"),
        (format!("{open} xmlns:x='urn:x' x:a=''/>"), "`a` in a narrative is no attribute"),
        ("<div>a</div>".to_owned(), "Patient.text.div: an element of another namespace"),
        (format!("{open}>{}", "<b>".repeat(100)), "nested too deep"),
    ] {
        let text = patient(&format!("<text>{inner}</text>"));
        assert!(refusal(&text).contains(what), "{}", refusal(&text));
    }
}
