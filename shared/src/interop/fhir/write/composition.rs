//! A signed protocol as a FHIR Composition.

use super::{
    Json, Member, Writer, display, escaped, instant, list, one, owned, present, text, words,
};
use crate::lang::Lang;
use crate::protocols::model::{Protocol, ProtocolPart};
use crate::protocols::text::told;

impl Writer<'_> {
    pub(super) fn composition(&self, it: &Protocol) -> Vec<Member> {
        let status = if it.correction.is_some() { "amended" } else { "final" };
        let title = owned(&it.title).unwrap_or_else(|| text("?"));
        // FHIR asks for an author, and a name always stands under what is signed.
        let author = self.author().or_else(|| display(Some(&it.signed_by)));
        let attester = present([
            ("mode", Some(text("professional"))),
            ("time", instant(it.signed_at)),
            ("party", display(Some(&it.signed_by))),
        ]);
        vec![
            ("status", Some(self.status(status))),
            ("type", words(Some(&it.title)).or_else(|| words(Some(&"?".to_owned())))),
            ("subject", Some(self.subject())),
            ("encounter", self.encounter_of()),
            ("date", self.at()),
            ("author", one(author)),
            ("title", Some(title)),
            ("attester", one(Some(attester))),
            ("custodian", self.organization()),
            ("section", list(told(Lang::Ru, it).iter().map(section).collect())),
        ]
    }
}

fn section(part: &ProtocolPart) -> Json<'static> {
    let lines: Vec<String> =
        part.text.lines().map(|line| format!("<p>{}</p>", escaped(line))).collect();
    let div = format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">{}</div>", lines.concat());
    let narrative = present([("status", Some(text("generated"))), ("div", Some(text(div)))]);
    present([("title", owned(&part.title)), ("text", Some(narrative))])
}
