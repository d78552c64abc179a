//! Documents made of what one may see.

use shared::documents::api::{result_name, series_name};
use shared::id::EntryId;
use shared::lang::Lang;
use shared::results::api::SeriesQuery;

use super::pdf::{self, Imprint, Paper, Template};
use super::sheet::How;
use super::{result, series};
use crate::access::{Access, ReadEntries};
use crate::app::App;
use crate::{card, record, results};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Record(#[from] record::Error),
    #[error(transparent)]
    Card(#[from] card::Error),
    #[error(transparent)]
    Pdf(#[from] pdf::Error),
    #[error("what a template takes cannot be written")]
    Data(#[from] serde_json::Error),
}

/// A document on its way out.
pub struct Made {
    /// What its file is called; tells nothing of health.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A report, or one value, as PDF (RES-11).
pub async fn result(
    app: &App,
    access: &Access<ReadEntries>,
    id: EntryId,
    lang: Lang,
) -> Result<Made, Error> {
    let how = how(app, access, lang).await?;
    let found = results::results(app, access, id, how.offset).await?;
    let name = result_name(found.entry.occurred_at.to_offset(how.offset).date());
    let sheet = result::sheet(&found, &how);
    let paper = Paper::new(Template::Result, imprint("result", id, &how), &sheet, None)?;
    Ok(Made { name, bytes: app.press().make(paper).await? })
}

/// All values of one analyte as PDF (RES-11).
pub async fn series(
    app: &App,
    access: &Access<ReadEntries>,
    id: EntryId,
    lang: Lang,
) -> Result<Made, Error> {
    let how = how(app, access, lang).await?;
    let found = results::series(access, &SeriesQuery::of(id), how.now, how.offset).await?;
    let name = series_name(how.now.to_offset(how.offset).date());
    let (sheet, picture) = series::sheet(&found, &how);
    let paper = Paper::new(Template::Series, imprint("series", id, &how), &sheet, picture)?;
    Ok(Made { name, bytes: app.press().make(paper).await? })
}

async fn how(app: &App, access: &Access<ReadEntries>, lang: Lang) -> Result<How, Error> {
    let (_, facts) = card::find_header(access).await?;
    let (offset, now) = (app.settings().offset, app.now());
    Ok(How { lang, offset, now, card_number: facts.number })
}

fn imprint(what: &str, id: EntryId, how: &How) -> Imprint {
    let How { lang, offset, now, .. } = *how;
    Imprint { lang, ident: format!("{what} {id} {}", lang.tag()), made_at: now, offset }
}
