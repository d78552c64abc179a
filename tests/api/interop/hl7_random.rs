//! Whatever the bytes are: no panic, nothing lost, the same frames however a stream is cut.

use proptest::prelude::*;
use shared::interop::hl7;
use shared::interop::hl7::{
    AckCode, Frame, Framer, Header, Message, Timestamp, ack, nack_unreadable, parse_all, read_oru,
    wrap,
};
use time::OffsetDateTime;

const SEEDS: [&str; 4] = [
    "MSH|^~\\&|Mindray|BS-200E|||20070719145353||ORU^R01|1|P|2.3.1||||0||ASCII|||\rPID|1|854||12|Иванов Иван Иванович||19830719|Ж\rOBR|1|0000000002|2|Mindray^BS-200E|Y||20070719145300||||||||serum\rOBX|1|NM|2|test2|5,000000|g/ml|-||||F|||||||\rNTE|1|L|ок\r",
    "MSH|^~\\&|LAB|H|||20260101||OUL^R22^OUL_R22|2|P|2.5.1||||||UNICODE UTF-8\rPID|1||7^^^X&1.2&ISO^MR||A^B\rSPM|1|a&b^c&d||BLD^^SCT|||||||Q||||||20260101^20260102\rOBX|1|SN|1^a^LN||>^5|u|<5\rSAC|||x\rOBR|1|||a^b^c\rOBX|1|ED|1^a^LN||^IM^JPEG^Base64^VGhp~\"\"\r",
    "MSH|^~\\&|SYSMEX XN-L|LAB|||20260201150000||ORU^R01|3|P|2.5.1\rPID|1\rORC|RE|P|F\rOBR|1|P|F|1|^^^CBC^CBC|||20260201143000|||||||||||||||||||||||F\rOBX|1|NM|^^^WBC^WBC||9.2\\X41\\|10^9/L|4.0-11.0|N|||F\rOBX|2|TX|a||x\\.br\\y~z||||||F\r",
    "FHS|^~\\&|\rMSH$%*!@$A$B\rOBX$1$NM$1$$1\rMSH|^~&|||||||ORU^R01|1|P|2.3||||||KOI8-R\rOBX|1| OBX|2|NM|x||5\r\nbroken line\n",
];

fn obx_segments(message: &Message) -> Vec<usize> {
    message
        .segments()
        .filter(|segment| segment.name() == "OBX")
        .map(|segment| segment.number())
        .collect()
}

/// Reads everything there is to read and holds the promises.
fn read_all(bytes: &[u8]) {
    let all = parse_all(bytes);
    assert!(!all.is_empty());
    for message in all {
        match message {
            Ok(message) => {
                let oru = read_oru(&message);
                let mut found: Vec<usize> = oru.observations().map(|one| one.segment).collect();
                found.sort_unstable();
                assert_eq!(found, obx_segments(&message));
                let answer = ack(&oru.header, AckCode::Aa, None, "1", OffsetDateTime::UNIX_EPOCH);
                let answer = Message::parse(&oru.header.charset.encode(&answer)).unwrap();
                assert_eq!(Header::read(&answer).message_type, "ACK");
            }
            Err(error) => {
                let answer = nack_unreadable(bytes, &error, "1", OffsetDateTime::UNIX_EPOCH);
                Message::parse(answer.as_bytes()).unwrap();
            }
        }
    }
}

fn frames(stream: &[u8], cuts: &[usize]) -> Vec<Frame> {
    let mut framer = Framer::new(200);
    let (mut all, mut rest) = (Vec::new(), stream);
    for cut in cuts.iter().cycle().take(stream.len() + 1) {
        let (chunk, after) = rest.split_at((*cut).min(rest.len()));
        all.extend(framer.feed(chunk));
        rest = after;
    }
    all.extend(framer.feed(rest));
    all.extend(framer.finish());
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_do_not_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        read_all(&bytes);
        let mut headed = b"MSH|^~\\&|".to_vec();
        headed.extend(&bytes);
        read_all(&headed);
    }

    #[test]
    fn random_segments_do_not_panic(lines in proptest::collection::vec("(MSH|PID|PV1|ORC|OBR|OBX|SPM|SAC|NTE|ADD|[A-Z]{3})[|][ -~а-я|^~&\\\\0-9.<>]{0,80}", 0..40)) {
        read_all(format!("MSH|^~\\&|||||||ORU^R01|1|P|2.5\r{}", lines.join("\r")).as_bytes());
        read_all(format!("MSH|^~\\&|||||||OUL^R22|1|P|2.5\r{}", lines.join("\n")).as_bytes());
    }

    #[test]
    fn mutated_messages_do_not_panic(seed in 0..SEEDS.len(), changes in proptest::collection::vec((any::<usize>(), any::<u8>(), 0..3usize), 0..30)) {
        let mut bytes = SEEDS[seed].as_bytes().to_vec();
        for (at, byte, kind) in changes {
            let at = at % bytes.len().max(1);
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, b"|^~\\&\r\nMO"[usize::from(byte) % 9]),
                _ => { if bytes.len() > 10 { bytes.remove(at); } }
            }
        }
        read_all(&bytes);
    }

    #[test]
    fn a_stream_gives_the_same_frames_however_it_is_cut(
        parts in proptest::collection::vec(prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..60),
            proptest::collection::vec(any::<u8>(), 0..60).prop_map(|bytes| wrap(&bytes)),
            Just(wrap(SEEDS[0].as_bytes())),
            Just(b"\x0BMSH|cut\x0BMSH|whole\x1C".to_vec()),
        ], 0..12),
        cuts in proptest::collection::vec(1..50usize, 1..20),
    ) {
        let stream = parts.concat();
        prop_assert_eq!(frames(&stream, &cuts), frames(&stream, &[stream.len().max(1)]));
    }

    #[test]
    fn framed_messages_come_back(messages in proptest::collection::vec("[ -~а-я]{0,50}", 0..10), cuts in proptest::collection::vec(1..50usize, 1..20)) {
        let stream: Vec<u8> = messages.iter().flat_map(|message| wrap(message.as_bytes())).collect();
        let expected: Vec<Frame> = messages.iter().map(|message| Frame::Message(message.as_bytes().to_vec())).collect();
        prop_assert_eq!(frames(&stream, &cuts), expected);
    }

    #[test]
    fn any_text_escapes_and_comes_back(text in "[ -~а-яА-Я№€\n]{0,80}") {
        let escaped = hl7::escape(&text, &hl7::Separators::default());
        let message = Message::parse(format!("MSH|^~\\&|||||||ORU^R01|1|P|2.5\rNTE|1|L|{escaped}|x").as_bytes()).unwrap();
        let field = message.first("NTE").unwrap().field(3);
        prop_assert_eq!(field.text().into_owned(), text);
    }

    #[test]
    fn any_day_reads_as_itself(year in 1900..2100i32, day in 1..=365u16, second in 0..86_400u32) {
        let date = time::Date::from_ordinal_date(year, day).unwrap();
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let raw = format!("{year:04}{:02}{:02}{hour:02}{minute:02}{second:02}", u8::from(date.month()), date.day());
        let read = Timestamp::parse(&raw).unwrap().at(time::UtcOffset::UTC);
        prop_assert_eq!((read.date(), u32::from(read.hour()), u32::from(read.second())), (date, hour, second));
    }
}
