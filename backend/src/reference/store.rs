//! Versions of lists and their terms in the database.

use std::collections::BTreeSet;

use sea_orm::sea_query::{Expr, LikeExpr, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, ExprTrait as _, QueryResult};
use shared::reference::model::{ReferenceItem, ReferenceList, ReferenceVersion};
use shared::reference::rules::code_key;

use crate::app::{micros, moment};
use crate::words::{Stemmers, tokens};

/// Terms that are written by one statement.
const CHUNK: usize = 500;

/// A term with what it is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indexed {
    /// In the order of the list, from zero.
    pub position: i32,
    pub item: ReferenceItem,
    /// The code as it is compared.
    pub key: Option<String>,
    /// Stems of the name, a space before each.
    pub name_words: String,
    /// Stems of everything it is found by, a space before each.
    pub words: String,
    /// Characters of the name.
    pub size: i32,
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    Name,
    Everything,
}

/// What somebody looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// How a code begins; absent for several words.
    pub key: Option<String>,
    pub stems: Vec<String>,
}

impl Sought {
    pub fn read(words: &str) -> Self {
        let stemmers = Stemmers::default();
        let words = words.trim();
        let is_one = !words.is_empty() && !words.contains(char::is_whitespace);
        let stems: BTreeSet<String> = tokens(words).map(|word| stemmers.stem(&word)).collect();
        Self {
            key: is_one.then(|| code_key(words)).filter(|key| !key.is_empty()),
            stems: stems.into_iter().collect(),
        }
    }

    /// Where words are looked for, the closest first. A list of which nothing is asked is shown
    /// from its beginning.
    pub fn places(&self) -> &'static [Within] {
        match (self.stems.is_empty(), &self.key) {
            (false, _) => &[Within::Name, Within::Everything],
            (true, None) => &[Within::Everything],
            (true, Some(_)) => &[],
        }
    }
}

impl Indexed {
    pub fn all(items: impl IntoIterator<Item = ReferenceItem>) -> Vec<Self> {
        let stemmers = Stemmers::default();
        let items = (0..).zip(items);
        items.map(|(position, item)| Self::new(&stemmers, position, item)).collect()
    }

    fn new(stemmers: &Stemmers, position: i32, item: ReferenceItem) -> Self {
        // What has no codes stands under a name, and is found by it as well.
        let above = item.parent.iter().filter(|_| item.code.is_none());
        let texts = std::iter::once(&item.display)
            .chain(&item.code)
            .chain(above)
            .chain(&item.details.names)
            .chain(&item.details.numbers);
        let words = stems(stemmers, texts);
        let name_words = stems(stemmers, std::iter::once(&item.display));
        let size = i32::try_from(item.display.chars().count()).unwrap_or(i32::MAX);
        Self { position, key: item.code.as_deref().map(code_key), name_words, words, size, item }
    }
}

/// Each once, in one order, a space before each.
fn stems<'t>(stemmers: &Stemmers, texts: impl Iterator<Item = &'t String>) -> String {
    let stems: BTreeSet<String> =
        texts.flat_map(|text| tokens(text)).map(|word| stemmers.stem(&word)).collect();
    let mut words = String::new();
    for stem in &stems {
        words.push(' ');
        words.push_str(stem);
    }
    words
}

fn bad(what: &str) -> DbErr {
    DbErr::Custom(format!("the column {what} holds what was never written"))
}

fn version(row: &QueryResult) -> Result<ReferenceVersion, DbErr> {
    let (list, items): (String, i32) = (row.try_get("", "list")?, row.try_get("", "items")?);
    Ok(ReferenceVersion {
        list: list.parse().map_err(|_| bad("list"))?,
        version: row.try_get("", "version")?,
        source: row.try_get("", "source")?,
        sha256: row.try_get("", "sha256")?,
        items: u32::try_from(items).map_err(|_| bad("items"))?,
        loaded_at: Some(moment(row.try_get("", "loaded_at")?)),
        is_current: row.try_get("", "is_current")?,
        built_in: false,
    })
}

fn versions() -> SelectStatement {
    Query::select()
        .columns(["list", "version", "source", "sha256", "items", "loaded_at", "is_current"])
        .from("reference_list")
        .order_by("list", Order::Asc)
        .order_by("loaded_at", Order::Desc)
        .order_by("version", Order::Desc)
        .to_owned()
}

/// By list, newest first.
pub async fn list(db: &impl ConnectionTrait) -> Result<Vec<ReferenceVersion>, DbErr> {
    db.query_all(&versions()).await?.iter().map(version).collect()
}

pub async fn find(
    db: &impl ConnectionTrait,
    list: ReferenceList,
    number: &str,
) -> Result<Option<ReferenceVersion>, DbErr> {
    let select = versions()
        .and_where(Expr::col("list").eq(list.wire()))
        .and_where(Expr::col("version").eq(number))
        .to_owned();
    db.query_one(&select).await?.as_ref().map(version).transpose()
}

pub async fn current(
    db: &impl ConnectionTrait,
    list: ReferenceList,
) -> Result<Option<ReferenceVersion>, DbErr> {
    let select = versions()
        .and_where(Expr::col("list").eq(list.wire()))
        .and_where(Expr::col("is_current").eq(true))
        .to_owned();
    db.query_one(&select).await?.as_ref().map(version).transpose()
}

/// Keeps a version. It becomes the current one by [`make_current`].
pub async fn insert(tx: &DatabaseTransaction, new: &ReferenceVersion) -> Result<(), DbErr> {
    let insert = Query::insert()
        .into_table("reference_list")
        .columns(["list", "version", "source", "sha256", "items", "loaded_at", "is_current"])
        .values_panic([
            new.list.wire().into(),
            new.version.as_str().into(),
            new.source.as_str().into(),
            new.sha256.as_str().into(),
            i32::try_from(new.items).unwrap_or(i32::MAX).into(),
            new.loaded_at.map_or(0, micros).into(),
            false.into(),
        ])
        .to_owned();
    tx.execute(&insert).await.map(drop)
}

/// Keeps the terms of a version. `progress` hears how many there are so far.
pub async fn insert_items(
    tx: &DatabaseTransaction,
    list: ReferenceList,
    number: &str,
    items: &[Indexed],
    progress: &(dyn Fn(usize) + Send + Sync),
) -> Result<(), DbErr> {
    let mut done = 0;
    for chunk in items.chunks(CHUNK) {
        let mut insert = Query::insert()
            .into_table("reference_item")
            .columns([
                "list",
                "version",
                "position",
                "code",
                "code_key",
                "parent",
                "display",
                "size",
                "obsolete",
                "name_words",
                "words",
                "details",
            ])
            .to_owned();
        for one in chunk {
            let Indexed { position, item, key, name_words, words, size } = one;
            let details = serde_json::to_string(&item.details);
            let details = details.map_err(|error| DbErr::Custom(error.to_string()))?;
            insert.values_panic([
                list.wire().into(),
                number.into(),
                (*position).into(),
                item.code.clone().into(),
                key.clone().into(),
                item.parent.clone().into(),
                item.display.as_str().into(),
                (*size).into(),
                item.obsolete.into(),
                name_words.as_str().into(),
                words.as_str().into(),
                details.into(),
            ]);
        }
        tx.execute(&insert).await?;
        done += chunk.len();
        progress(done);
    }
    Ok(())
}

/// From now on this version is the one that is searched.
pub async fn make_current(
    tx: &DatabaseTransaction,
    list: ReferenceList,
    number: &str,
) -> Result<(), DbErr> {
    let update = Query::update()
        .table("reference_list")
        .value("is_current", Expr::col("version").eq(number))
        .and_where(Expr::col("list").eq(list.wire()))
        .to_owned();
    tx.execute(&update).await.map(drop)
}

fn items(list: ReferenceList, number: &str) -> SelectStatement {
    Query::select()
        .columns(["position", "code", "parent", "display", "obsolete", "details"])
        .from("reference_item")
        .and_where(Expr::col("list").eq(list.wire()))
        .and_where(Expr::col("version").eq(number))
        .to_owned()
}

/// A term and its place in the list.
pub type Found = (i32, ReferenceItem);

fn found(row: &QueryResult) -> Result<Found, DbErr> {
    let details: String = row.try_get("", "details")?;
    let item = ReferenceItem {
        code: row.try_get("", "code")?,
        display: row.try_get("", "display")?,
        parent: row.try_get("", "parent")?,
        obsolete: row.try_get("", "obsolete")?,
        details: serde_json::from_str(&details).map_err(|_| bad("details"))?,
    };
    Ok((row.try_get("", "position")?, item))
}

/// Terms whose code begins so, in the order of the list.
pub async fn by_code(
    db: &impl ConnectionTrait,
    list: ReferenceList,
    number: &str,
    key: &str,
    limit: u64,
) -> Result<Vec<Found>, DbErr> {
    let mut pattern = String::new();
    for c in key.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    let select = items(list, number)
        .and_where(Expr::col("code_key").like(LikeExpr::new(pattern).escape('!')))
        .order_by("obsolete", Order::Asc)
        .order_by("position", Order::Asc)
        .limit(limit)
        .to_owned();
    db.query_all(&select).await?.iter().map(found).collect()
}

/// Terms that have every word, or one that begins so; those that say little more come first. All
/// in the order of the list where no words are named.
pub async fn by_words(
    db: &impl ConnectionTrait,
    list: ReferenceList,
    number: &str,
    sought: &Sought,
    within: Within,
    limit: u64,
) -> Result<Vec<Found>, DbErr> {
    let column = match within {
        Within::Name => "name_words",
        Within::Everything => "words",
    };
    let mut select = items(list, number);
    for stem in &sought.stems {
        // A stem is of letters, digits and dots: nothing in it is a sign of LIKE.
        select.and_where(Expr::col(column).like(format!("% {stem}%")));
    }
    if !sought.stems.is_empty() {
        select.order_by("obsolete", Order::Asc).order_by("size", Order::Asc);
    }
    select.order_by("position", Order::Asc).limit(limit);
    db.query_all(&select).await?.iter().map(found).collect()
}
