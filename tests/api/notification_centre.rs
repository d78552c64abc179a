//! What somebody was told, and how they wish to be told (MSG-3).

use backend::access::Grantee;
use backend::jobs;
use backend::notifications::{self, centre};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::{Value, json};
use shared::access::model::{Ground, Level, Role, Section, Sensitivity};
use shared::accounts::api::EndSession;
use shared::contract::{Code, FieldReason};
use shared::documents::api::DocumentLang;
use shared::id::{AccountId, EntryId, PatientId};
use shared::notifications::api::{
    AddPushDevice, ChangeNotificationSettings, FindNotificationSettings, ListNotifications,
    MarkRead, RemovePushDevice,
};
use shared::notifications::centre::{
    DEVICES_MAX, NewPushDevice, Notification, NotificationChoice, NotificationSettings,
    NotificationTarget, NotificationTopic, NotificationWay, PAGE, QuietHours, ReadNotifications,
};
use shared::notifications::model::{Channel, Delivery, Notice};
use shared::shares::api::{MakeShare, OpenShare};
use shared::shares::model::{NewShare, ShareKey, ShareRecipient, ShareTerm};
use tests::ear::{Ear, header};
use tests::visitor::{Visitor, email, phone};
use tests::{NOW, Person, TestApp, entry, on_both};
use time::Duration;
use uuid::Uuid;

use super::record::Screen;

use NotificationTopic as Topic;
use NotificationWay as Way;

/// A patient's card that somebody with a proved phone and e-mail owns too.
struct Stage<'a> {
    test: &'a TestApp,
    patient: PatientId,
    anna: Person<'a>,
    owner: Visitor<'a>,
    account: AccountId,
}

async fn stage(test: &TestApp) -> Stage<'_> {
    let (patient, anna) = test.patient(1).await;
    test.entry(patient, &entry(1, Section::Results, Sensitivity::Usual, 60)).await;
    let owner = test.visitor(3);
    let account = owner.confirmed(3).await.account;
    let grantee = Grantee::Account(account);
    test.open_card(patient, grantee, Ground::Own, Level::Full, Section::ALL).await;
    Stage { test, patient, anna, owner, account }
}

impl Stage<'_> {
    /// Something the owner is told of: a link to the card is opened for the first time.
    async fn open_share(&self, n: u128) {
        let body = NewShare {
            entries: vec![EntryId(Uuid::from_u128(0xE001))],
            term: ShareTerm::Day,
            openings: 2,
            recipient: ShareRecipient::Insurer,
            purpose: "Выплата по страховке".into(),
            key: Uuid::from_u128(n),
        };
        let link = self.anna.call(MakeShare { patient: self.patient, body }).await.unwrap();
        let (_, token) = link.link.split_once("/s#").unwrap();
        let body = ShareKey { token: token.to_owned(), code: link.code.clone() };
        self.test.visitor(9).call(OpenShare { body }).await.unwrap();
    }

    async fn list(&self) -> Vec<Notification> {
        self.owner.call(all()).await.unwrap().notifications
    }

    async fn set(&self, topic: Topic, ways: &[Way]) {
        let mut settings = self.owner.call(FindNotificationSettings {}).await.unwrap().settings;
        settings.choices.retain(|choice| choice.topic != topic);
        settings.choices.push(NotificationChoice { topic, ways: ways.to_vec() });
        self.owner.call(ChangeNotificationSettings { body: settings }).await.unwrap();
    }

    async fn told(&self) -> [usize; 2] {
        let messages = notifications::outbox(&self.test.app, 1_000).await.unwrap();
        [phone(3), email(3)].map(|to| messages.iter().filter(|message| message.to == to).count())
    }

    async fn tell(&self, notice: &Notice, event: &str) -> centre::Told {
        let until = self.test.app.now_micros() + 24 * 3_600_000_000;
        let db = self.test.raw().await;
        centre::note(&self.test.app, db.write(), self.account, (event, until), notice)
            .await
            .unwrap()
    }
}

fn all() -> ListNotifications {
    ListNotifications { lang: None, before: None, unread: None }
}

fn read(ids: &[Uuid], until: Option<Uuid>) -> MarkRead {
    MarkRead { body: ReadNotifications { ids: ids.to_vec(), until } }
}

fn code<T>(answer: Result<T, shared::contract::Problem>) -> Code {
    answer.err().expect("refused").code
}

fn unread(event: &str) -> Option<u64> {
    let (_, data) = event.split_once("data:")?;
    let json: Value = serde_json::from_str(data.lines().next()?.trim()).ok()?;
    json["unread"].as_u64()
}

on_both! {
    /// What was told lies in the list, sealed, in both languages, once per event; read on one device it
    /// is read on every other at once.
    async fn what_was_told_is_listed_and_read_everywhere(on) {
        let test = TestApp::start(on).await;
        let stage = stage(&test).await;
        let events = "/api/v1/notifications/events";
        let token = stage.owner.cookie("__Host-session").unwrap();
        let before = stage.list().await.len();
        let mut other = Screen::at(&test, events, &token).await;
        assert_eq!(unread(&other.next().await.unwrap()), u64::try_from(before).ok());

        stage.open_share(7).await;
        assert_eq!(unread(&other.next().await.unwrap()), u64::try_from(before + 1).ok());
        let list = stage.list().await;
        assert_eq!(list.len(), before + 1);
        let newest = list[0].clone();
        assert_eq!((newest.topic, newest.target), (Topic::Requests, NotificationTarget::Access));
        assert_eq!((newest.at, newest.is_read), (NOW, false));
        assert!(newest.title.starts_with(|c: char| c.is_uppercase()), "{}", newest.title);
        for words in [newest.title.as_str(), &newest.body] {
            assert!(!test.holds("notification", words).await, "{words}");
        }
        assert!(!test.holds("notification", "share").await, "not even what it is about");
        let english = ListNotifications { lang: Some(DocumentLang::En), ..all() };
        let english = stage.owner.call(english).await.unwrap();
        assert_eq!((english.unread as usize, &english.notifications[0].id), (before + 1, &newest.id));
        assert!(english.notifications[0].title.is_ascii(), "{}", english.notifications[0].title);

        // A stranger's word about it changes nothing and shows nothing.
        let stranger = test.visitor(5);
        stranger.confirmed(5).await;
        stranger.call(read(&[newest.id], Some(newest.id))).await.unwrap();
        let theirs = ListNotifications { before: Some(newest.id), ..all() };
        assert_eq!(code(stranger.call(theirs).await), Code::NotFound);
        assert!(!stage.list().await[0].is_read);

        let left = stage.owner.call(read(&[newest.id, Uuid::from_u128(9)], None)).await.unwrap();
        assert_eq!(left.unread as usize, before);
        assert_eq!(unread(&other.next().await.unwrap()), u64::try_from(before).ok());
        let only = ListNotifications { unread: Some(true), ..all() };
        let only = stage.owner.call(only).await.unwrap();
        assert!(only.notifications.iter().all(|it| it.id != newest.id));
        assert!(stage.list().await[0].is_read);
        let many: Vec<Uuid> = (0..101).map(Uuid::from_u128).collect();
        assert_eq!(code(stage.owner.call(read(&many, None)).await), Code::Invalid);
    }

    /// Many come page by page; «all» is what was seen, not what came meanwhile; a year later they go.
    async fn pages_go_back_and_all_is_what_was_seen(on) {
        let test = TestApp::start(on).await;
        let stage = stage(&test).await;
        let own = stage.list().await.len();
        for n in 0..PAGE + 5 {
            stage.tell(&Notice::Result, &format!("result {n}")).await;
            stage.tell(&Notice::Result, &format!("result {n}")).await;
            test.clock.forward(Duration::SECOND);
        }
        let first = stage.owner.call(all()).await.unwrap();
        assert_eq!((first.notifications.len(), first.has_more), (PAGE, true));
        assert_eq!(first.unread as usize, PAGE + 5 + own);
        let last = first.notifications.last().unwrap().id;
        let next = ListNotifications { before: Some(last), ..all() };
        let next = stage.owner.call(next).await.unwrap();
        assert_eq!((next.notifications.len(), next.has_more), (5 + own, false));
        assert!(next.notifications.iter().all(|it| first.notifications.iter().all(|known| known.id != it.id)));

        stage.tell(&Notice::Protocol, "came meanwhile").await;
        let seen = first.notifications[0].id;
        assert_eq!(stage.owner.call(read(&[], Some(seen))).await.unwrap().unread, 1);
        assert_eq!(stage.list().await[0].topic, Topic::Entries);
        test.clock.forward(Duration::days(366));
        let now = test.app.now_micros();
        let db = test.raw().await;
        jobs::enqueue(db.write(), test.app.new_id(), jobs::Kind::PurgeSessions, now, now).await.unwrap();
        while jobs::run_one(&test.app).await.unwrap() {}
        assert_eq!(test.dump("notification").await, "");
    }

    /// Each topic goes by the ways that were chosen for it, or by none; safety cannot be silenced.
    async fn each_topic_goes_by_the_ways_chosen_for_it(on) {
        let test = TestApp::start(on).await;
        let stage = stage(&test).await;
        let (mut count, mut told) = (stage.list().await.len(), stage.told().await);
        let ways: [(&[Way], usize, [usize; 2]); 5] = [
            (&[Way::App, Way::Push, Way::Sms, Way::Email], 1, [1, 1]),
            (&[Way::Sms], 0, [1, 0]),
            (&[Way::App, Way::Email], 1, [0, 1]),
            (&[Way::App], 1, [0, 0]),
            (&[], 0, [0, 0]),
        ];
        for ((chosen, listed, sent), n) in ways.into_iter().zip(10..) {
            stage.set(Topic::Requests, chosen).await;
            stage.open_share(n).await;
            let now = (stage.list().await.len(), stage.told().await);
            let expected = (count + listed, [told[0] + sent[0], told[1] + sent[1]]);
            assert_eq!(now, expected, "{chosen:?}");
            (count, told) = now;
        }
        // The others are told as before.
        let page = stage.owner.call(FindNotificationSettings {}).await.unwrap();
        let chosen = |topic| page.settings.ways(topic).len();
        assert_eq!((chosen(Topic::Requests), chosen(Topic::Results)), (0, 4));
        let topics: Vec<Topic> = page.settings.choices.iter().map(|choice| choice.topic).collect();
        assert!(!topics.contains(&Topic::Duty) && !topics.contains(&Topic::Work), "no work, no notices of it");
        assert!(page.has_phone && page.has_email);

        for ways in [&[][..], &[Way::App, Way::Push], &[Way::Sms]] {
            let choices = vec![NotificationChoice { topic: Topic::Security, ways: ways.to_vec() }];
            let body = NotificationSettings { choices, ..page.settings.clone() };
            let refused = stage.owner.call(ChangeNotificationSettings { body }).await.unwrap_err();
            assert_eq!(refused.fields[0].reason, FieldReason::Required, "{ways:?}");
        }
        let stale = NotificationSettings { version: 0, ..page.settings.clone() };
        let stale = ChangeNotificationSettings { body: stale };
        assert_eq!(code(stage.owner.call(stale).await), Code::Conflict);

        let doctor = test.person(8, Role::Doctor).await;
        let page = doctor.call(FindNotificationSettings {}).await.unwrap();
        assert!(page.settings.choices.iter().any(|choice| choice.topic == Topic::Duty));
        assert!(!page.has_phone && !page.has_email);
    }

    /// In quiet hours nothing is sent but what cannot wait; it comes when they are over, by the clock
    /// of the person, and at once where it would be of no use then.
    async fn quiet_hours_are_kept(on) {
        let test = TestApp::start(on).await;
        let stage = stage(&test).await;
        let zone = "Asia/Kamchatka";
        let local = NOW.to_offset(time::UtcOffset::from_hms(12, 0, 0).unwrap());
        let minute = u32::from(local.hour()) * 60 + u32::from(local.minute());
        let quiet = |from: u32, until: u32| QuietHours {
            from: from % 1_440,
            until: until % 1_440,
            time_zone: zone.into(),
        };
        let set = async |quiet: QuietHours| {
            let mut body = stage.owner.call(FindNotificationSettings {}).await.unwrap().settings;
            body.quiet = Some(quiet);
            stage.owner.call(ChangeNotificationSettings { body }).await
        };
        let wrong = QuietHours { time_zone: "Moscow".into(), ..quiet(60, 120) };
        assert_eq!(code(set(wrong).await), Code::Invalid);
        assert_eq!(code(set(quiet(60, 60)).await), Code::Invalid);

        let now = test.app.now_micros();
        set(quiet(minute, minute + 12 * 60)).await.unwrap();
        let end = now + 12 * 3_600_000_000;
        assert_eq!(stage.tell(&Notice::Result, "a").await.not_before, end);
        assert_eq!(stage.tell(&Notice::SignInBlocked, "b").await.not_before, now);
        assert_eq!(stage.tell(&Notice::CriticalResult, "c").await.not_before, now);
        let db = test.raw().await;
        for (until, expected) in [(end + 3_600_000_000, end), (end + 3_599_000_000, now)] {
            let event = ("d", until);
            let told = centre::note(&test.app, db.write(), stage.account, event, &Notice::Result).await;
            assert_eq!(told.unwrap().not_before, expected);
        }

        while notifications::run_once(&test.app).await.unwrap() > 0 {}
        set(quiet(minute + 1_380, minute + 120)).await.unwrap();
        let before = stage.told().await;
        stage.open_share(7).await;
        assert_eq!(stage.list().await[0].topic, Topic::Requests, "the list is silent by itself");
        assert_eq!(stage.told().await, before.map(|count| count + 1), "it waits");
        let waiting = async || {
            let shown = notifications::outbox(&test.app, 100).await.unwrap();
            shown.iter().filter(|message| message.state == Delivery::Waiting).count()
        };
        while notifications::run_once(&test.app).await.unwrap() > 0 {}
        assert_eq!(waiting().await, 2);
        test.clock.forward(Duration::minutes(119));
        while notifications::run_once(&test.app).await.unwrap() > 0 {}
        assert_eq!(waiting().await, 2);
        test.clock.forward(Duration::minutes(1));
        while notifications::run_once(&test.app).await.unwrap() > 0 {}
        assert_eq!(waiting().await, 0, "told when they were over");
    }

    /// A browser is called with nothing in the call but who we are (RFC 8292); one that is gone is
    /// forgotten, one whose session was ended is not called.
    async fn browsers_are_called_without_a_word(on) {
        let test = TestApp::start(on).await;
        let stage = stage(&test).await;
        let ear = Ear::open(&["503 Service Unavailable", "201 Created", "410 Gone"]).await;
        let add = |endpoint: &str| AddPushDevice { body: NewPushDevice { endpoint: endpoint.to_owned() } };
        let device = stage.owner.call(add(&ear.address)).await.unwrap();
        let again = stage.owner.call(add(&ear.address)).await.unwrap();
        assert_eq!(device.name, "Chrome, Windows");
        let page = stage.owner.call(FindNotificationSettings {}).await.unwrap();
        assert_eq!(page.devices, [again], "the same browser is one");
        assert!(!test.holds("push_device", &ear.address).await);

        stage.set(Topic::Requests, &[Way::App, Way::Push]).await;
        while notifications::run_once(&test.app).await.unwrap() > 0 {}
        stage.open_share(7).await;
        for _ in 0..5 {
            notifications::run_once(&test.app).await.unwrap();
            test.clock.forward(Duration::seconds(2));
        }
        let heard = ear.heard();
        assert_eq!(heard.len(), 2, "asked again once, then taken");
        let (head, body) = &heard[1];
        assert_eq!((head.starts_with("POST /hook "), body.as_str()), (true, ""));
        assert_eq!(header(head, "ttl"), Some("86400"));
        let vapid = header(head, "authorization").unwrap().strip_prefix("vapid t=").unwrap();
        let (token, key) = vapid.split_once(", k=").unwrap();
        assert_eq!(key, page.push_key);
        let point = URL_SAFE_NO_PAD.decode(key).unwrap();
        assert_eq!((point.len(), point[0]), (65, 4), "an uncompressed point");
        let (said, signature) = token.rsplit_once('.').unwrap();
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
        let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &point);
        key.verify(said.as_bytes(), &signature).expect("signed by that key");
        let parts: Vec<Value> = said
            .split('.')
            .map(|part| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap())
            .collect();
        let (kind, claims) = (&parts[0], &parts[1]);
        assert_eq!((&kind["alg"], &kind["typ"]), (&json!("ES256"), &json!("JWT")));
        assert_eq!(claims["aud"], ear.address.strip_suffix("/hook").unwrap());
        let left = claims["exp"].as_i64().unwrap() - NOW.unix_timestamp();
        assert!((1..=24 * 3_600).contains(&left), "{left}");
        assert_eq!(claims["sub"], "http://localhost:8080");

        stage.open_share(8).await;
        notifications::run_once(&test.app).await.unwrap();
        assert_eq!(ear.heard().len(), 3);
        let page = stage.owner.call(FindNotificationSettings {}).await.unwrap();
        assert_eq!(page.devices, [], "gone");
        let shown = notifications::outbox(&test.app, 1).await.unwrap();
        assert_eq!((shown[0].channel, shown[0].state), (Channel::Push, Delivery::Failed));
        stage.open_share(9).await;
        assert_eq!(notifications::run_once(&test.app).await.unwrap(), 0);
    }

    /// Whose browsers are called: those of the account, where the session was not ended; ten at most;
    /// nowhere but in the open internet.
    async fn browsers_belong_to_an_account_and_a_session(on) {
        let test = TestApp::start(on).await;
        let stage = stage(&test).await;
        let add = |endpoint: String| AddPushDevice { body: NewPushDevice { endpoint } };
        for wrong in [
            "", "push", "http://push.example.org/x", "https://10.0.0.1/x", "https://[fd00::1]/x",
            "https://169.254.169.254/latest/meta-data", "https://me:secret@push.example.org/x",
            "file:///etc/passwd", &format!("https://push.example.org/{}", "x".repeat(1_000)),
        ] {
            assert_eq!(code(stage.owner.call(add(wrong.to_owned())).await), Code::Invalid, "{wrong}");
        }
        let endpoint = |n: usize| format!("https://push.example.org/{n}");
        for n in 0..DEVICES_MAX + 3 {
            stage.owner.call(add(endpoint(n))).await.unwrap();
            test.clock.forward(Duration::SECOND);
        }
        let devices = stage.owner.call(FindNotificationSettings {}).await.unwrap().devices;
        assert_eq!(devices.len(), DEVICES_MAX);

        // Another account's browser cannot be taken away, but whoever sits before it may take it over.
        let other = test.visitor(5);
        other.confirmed(5).await;
        other.call(RemovePushDevice { device: devices[0].id }).await.unwrap();
        let own = async || stage.owner.call(FindNotificationSettings {}).await.unwrap().devices.len();
        assert_eq!(own().await, DEVICES_MAX);
        other.call(add(endpoint(DEVICES_MAX + 2))).await.unwrap();
        assert_eq!(own().await, DEVICES_MAX - 1);
        let page = stage.owner.call(RemovePushDevice { device: devices[1].id }).await.unwrap();
        assert_eq!(page.devices.len(), DEVICES_MAX - 2);

        other.call(EndSession {}).await.unwrap();
        assert_eq!(test.dump("push_device").await.lines().count(), DEVICES_MAX - 2, "signed out, it is forgotten");
        let told = stage.tell(&Notice::Result, "result").await;
        assert_eq!(told.browsers.len(), DEVICES_MAX - 2);
        stage.owner.call(EndSession {}).await.unwrap();
        assert_eq!(stage.tell(&Notice::Result, "next").await.browsers, [], "nobody is signed in there");
    }
}
