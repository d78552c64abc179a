//! One-time codes (ACC-10).

use shared::accounts::model::{CodeSent, Factor};
use shared::notifications::model::{Channel, CodePurpose, Notice};
use uuid::Uuid;

use super::{Error, HOUR, Holder, MINUTE, SECOND, Visitor};
use crate::accounts::store::{self, CountBy, NewCode};
use crate::app::App;
use crate::keys::SealError;
use crate::notifications::{self, Letter, Way};

/// A code is good for so long.
const GOOD_FOR: i64 = 5 * MINUTE;
/// Another one may be asked for after so long.
const RESEND_AFTER: i64 = 60 * SECOND;
/// Wrong tries a code bears; the last of them ends it.
const ATTEMPTS: i32 = 3;
const DIGITS: u32 = 6;

/// A code that is asked for.
pub struct Wanted {
    pub holder: Holder,
    pub purpose: CodePurpose,
    pub way: Way,
    /// `+7 ··· ···-45-67`
    pub masked: String,
    /// Whether to send it. Where it is not, all looks as if it were.
    pub is_real: bool,
}

/// Makes a code, keeps its hash and puts it into the queue.
pub async fn send(app: &App, visitor: &Visitor, wanted: Wanted) -> Result<CodeSent, Error> {
    let Wanted { holder, purpose, way, masked, is_real } = wanted;
    let now = app.now_micros();
    let deployment = app.keys().deployment();
    let contact = deployment.lookup("code.contact", &way.to)?;
    let network = visitor.network().map(|network| deployment.lookup("code.network", &network));
    let network = network.transpose()?;
    let tx = app.db().begin().await?;
    store::take_turns(&tx, &contact).await?;
    if let Some(network) = &network {
        store::take_turns(&tx, network).await?;
    }
    if let Some(last) = store::newest_code(&tx, &holder.0, purpose).await?
        && last.created_at + RESEND_AFTER > now
    {
        return Err(Error::TooManyCodes { seconds: seconds(last.created_at + RESEND_AFTER - now) });
    }
    let limits = app.settings().codes_per_hour;
    let mut counted = vec![(CountBy::Contact, contact, limits.contact)];
    counted.extend(network.map(|network| (CountBy::Network, network, limits.network)));
    for (by, hash, most) in counted {
        if let Some(first) = store::nth_newest(&tx, by, &hash, now - HOUR, most).await? {
            return Err(Error::TooManyCodes { seconds: seconds(first + HOUR - now) });
        }
    }
    let (id, code) = (app.new_id(), random_digits()?);
    let hash = hash(app, id, holder, purpose, &code)?;
    let expires_at = now + GOOD_FOR;
    let new = NewCode { id, holder: &holder.0, purpose, hash, contact, network, expires_at };
    store::insert_code(&tx, new, now).await?;
    let factor = factor_of(way.channel);
    if is_real {
        let letter = Letter {
            notice: Notice::Code { purpose, code },
            lang: visitor.lang,
            ways: vec![way],
            useless_after: expires_at,
        };
        notifications::tell(app, &tx, &format!("code {id}"), &letter).await?;
    }
    tx.commit().await?;
    Ok(sent(factor, masked, RESEND_AFTER, GOOD_FOR))
}

/// Sends a code, unless one that still opens was sent less than a minute ago: a page that was loaded
/// anew goes on with that one, and with what is left of the minute.
pub async fn send_or_wait(app: &App, visitor: &Visitor, wanted: Wanted) -> Result<CodeSent, Error> {
    let Wanted { holder, purpose, .. } = wanted;
    let (channel, masked) = (wanted.way.channel, wanted.masked.clone());
    let contact = app.keys().deployment().lookup("code.contact", &wanted.way.to)?;
    match send(app, visitor, wanted).await {
        Err(Error::TooManyCodes { seconds }) => {
            let last = store::newest_code(app.db().write(), &holder.0, purpose).await?;
            let is_open = last.is_some_and(|last| {
                last.contact == contact
                    && !last.is_used
                    && last.attempts < ATTEMPTS
                    && last.expires_at > app.now_micros()
            });
            let sent = find_sent(app, holder, purpose, channel, masked).await?;
            sent.filter(|_| is_open).ok_or(Error::TooManyCodes { seconds })
        }
        sent => sent,
    }
}

/// The code this holder waits for, if one was sent.
pub async fn find_sent(
    app: &App,
    holder: Holder,
    purpose: CodePurpose,
    channel: Channel,
    masked: String,
) -> Result<Option<CodeSent>, Error> {
    let now = app.now_micros();
    let last = store::newest_code(app.db().write(), &holder.0, purpose).await?;
    Ok(last.map(|last| {
        let (resend, good) = (last.created_at + RESEND_AFTER - now, last.expires_at - now);
        sent(factor_of(channel), masked, resend, good)
    }))
}

/// Tries a code. Right once; of two who try it at the same moment, on any nodes, one gets through.
pub async fn check(
    app: &App,
    holder: Holder,
    purpose: CodePurpose,
    code: &str,
) -> Result<(), Error> {
    let now = app.now_micros();
    let tx = app.db().begin().await?;
    let Some(last) = store::newest_code(&tx, &holder.0, purpose).await? else {
        return Err(Error::CodeExpired);
    };
    if last.is_used || last.expires_at < now || last.attempts >= ATTEMPTS {
        return Err(Error::CodeExpired);
    }
    let given: String = code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    // Compared as keyed hashes: how much of it was right does not show in the time.
    let is_right = hash(app, last.id, holder, purpose, &given)? == last.hash;
    if !is_right {
        store::count_attempt(&tx, last.id).await?;
        tx.commit().await?;
        let is_last = last.attempts + 1 >= ATTEMPTS;
        return Err(if is_last { Error::CodeSpent } else { Error::CodeWrong });
    }
    let is_mine = store::use_code(&tx, last.id, now).await?;
    tx.commit().await?;
    if is_mine { Ok(()) } else { Err(Error::CodeExpired) }
}

/// Bound to the code's row, to who asked for it, and to what for.
fn hash(
    app: &App,
    id: Uuid,
    holder: Holder,
    purpose: CodePurpose,
    code: &str,
) -> Result<[u8; 32], Error> {
    let parts: [&[u8]; 4] = [id.as_bytes(), &holder.0, purpose.wire().as_bytes(), code.as_bytes()];
    Ok(app.keys().deployment().secret_hash("code", &parts)?)
}

/// Six digits, each of the million as likely as any other.
pub fn random_digits() -> Result<String, SealError> {
    const ALL: u32 = 10u32.pow(DIGITS);
    // The last numbers, that would make the first ones likelier, are thrown away.
    const FAIR: u32 = u32::MAX / ALL * ALL;
    loop {
        let number = getrandom::u32().map_err(SealError::Randomness)?;
        if number < FAIR {
            return Ok(format!("{:06}", number % ALL));
        }
    }
}

fn sent(factor: Factor, to: String, resend: i64, good: i64) -> CodeSent {
    let whole = |micros: i64| u32::try_from(seconds(micros.max(0))).unwrap_or(u32::MAX);
    CodeSent { factor, to, resend_seconds: whole(resend), valid_seconds: whole(good) }
}

pub const fn factor_of(channel: Channel) -> Factor {
    match channel {
        Channel::Sms => Factor::Sms,
        // No code goes to a browser: it could be the one that is being signed in by.
        Channel::Email | Channel::Push => Factor::Email,
    }
}

/// Whole seconds, rounded up.
pub fn seconds(micros: i64) -> u64 {
    u64::try_from((micros + SECOND - 1) / SECOND).unwrap_or(0)
}
