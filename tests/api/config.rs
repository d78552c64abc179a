//! Settings (OPS-1, OPS-3): every mistake is told, unknown keys are mistakes, secrets stay secret.

use backend::config::{self, KEYS, Mistake};
use backend::db::DatabaseUrl;
use backend::files::Keeping;

fn environment(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn mistakes(file: &str, pairs: &[(&str, &str)]) -> Vec<String> {
    let result = config::read(Some(("medkarta.toml", file)), environment(pairs));
    result.unwrap_err().iter().map(Mistake::to_string).collect()
}

#[test]
fn no_settings_at_all_is_a_development_server() {
    let config = config::read(None, []).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.database, DatabaseUrl::Sqlite("data/medkarta.sqlite".into()));
    assert_eq!(config.master_key_file, std::path::Path::new("data/master-keys.toml"));
}

#[test]
fn the_environment_goes_before_the_file() {
    let file = "listen = \"127.0.0.1:1\"\norigin = \"http://localhost:1\"\n\
                trusted_proxies = [\"10.0.0.0/8\", \"::1\"]\nrequests_per_second = 7\n";
    let config = config::read(
        Some(("medkarta.toml", file)),
        environment(&[("MEDKARTA_LISTEN", "127.0.0.1:2"), ("HOME", "/")]),
    )
    .unwrap();
    assert_eq!(config.listen.port(), 2);
    assert_eq!(config.origin, "http://localhost:1");
    assert_eq!((config.trusted_proxies.len(), config.requests_per_second), (2, 7));
}

#[test]
fn every_mistake_is_told_at_once_with_its_place() {
    let found = mistakes(
        "lisen = \"127.0.0.1:1\"\norigin = \"card.example.org\"\nlog_format = \"xml\"\n\
         request_timeout_seconds = 0\ndatabase_connections = \"many\"\ntls_key = \"key.pem\"\n\
         trusted_proxies = \"10.0.0.0/99\"\notlp_endpoint = true\n",
        &[("MEDKARTA_LISTEN", "localhost"), ("MEDKARTA_ORIGINS", "x")],
    );
    for expected in [
        "medkarta.toml: lisen: unknown key; did you mean `listen`?",
        "MEDKARTA_ORIGINS: unknown variable; did you mean `MEDKARTA_ORIGIN`?",
        "MEDKARTA_LISTEN: `localhost` is not an address and port, such as 127.0.0.1:8080",
        "medkarta.toml: origin: `card.example.org` is not an origin, such as https://card.example.org",
        "medkarta.toml: log_format: `xml` is not one of text, json",
        "medkarta.toml: request_timeout_seconds: 0 is not from 1 to 600",
        "medkarta.toml: database_connections: `many` is not a number from 1 to 500",
        "medkarta.toml: trusted_proxies: `10.0.0.0/99` is not a network, such as 10.0.0.0/8",
        "medkarta.toml: otlp_endpoint: must be a text, a number or a list of texts",
        "tls_certificate: is missing: a private key needs its certificate",
    ] {
        assert!(found.iter().any(|mistake| mistake == expected), "{expected}\n{found:#?}");
    }
    assert_eq!(found.len(), 10, "{found:#?}");
}

/// AUD-5: a table of places that is not there, or has a line that is none, is a mistake with its place.
#[test]
fn a_table_of_places_is_read_when_the_server_begins() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("places.txt");
    let read = |text: &str| {
        std::fs::write(&path, text).unwrap();
        let path = path.to_str().unwrap();
        config::read(None, environment(&[("MEDKARTA_NETWORK_PLACES", path)]))
    };
    let places = read("203.0.113.0/24 55.75 37.62 Москва\n").unwrap().settings(false).places;
    assert_eq!(places.find("203.0.113.7").map(|place| place.name).as_deref(), Some("Москва"));
    let wrong = read("203.0.113.0/24 55.75 Москва\n").unwrap_err();
    assert!(wrong[0].to_string().starts_with("MEDKARTA_NETWORK_PLACES: line 1 "), "{wrong:?}");
    let absent = mistakes("", &[("MEDKARTA_NETWORK_PLACES", "/нет/такого")]);
    assert!(absent[0].contains("cannot be read"), "{absent:?}");
}

/// INT-7: half of what TLS needs for MLLP is a mistake, not a port without TLS.
#[test]
fn half_of_what_mllp_needs_for_tls_is_a_mistake() {
    let listen = ("MEDKARTA_MLLP_LISTEN", "10.0.0.5:2575");
    let (certificate, key, ca) = (
        ("MEDKARTA_MLLP_TLS_CERTIFICATE", "c.pem"),
        ("MEDKARTA_MLLP_TLS_KEY", "k.pem"),
        ("MEDKARTA_MLLP_CLIENT_CA", "ca.pem"),
    );
    for (pairs, expected) in [
        ([listen, certificate], "mllp_tls_key: is missing: a certificate needs its private key"),
        ([listen, key], "mllp_tls_certificate: is missing: a private key needs its certificate"),
        ([listen, ca], "mllp_client_ca: asks for certificates, and TLS is not set for MLLP"),
    ] {
        assert_eq!(mistakes("", &pairs), [expected]);
    }
    let config = config::read(None, environment(&[listen, certificate, key, ca])).unwrap();
    let mllp = config.mllp.unwrap();
    assert_eq!(mllp.listen.port(), 2575);
    assert_eq!(mllp.tls.unwrap().key, std::path::Path::new("k.pem"));
    assert_eq!(mllp.client_ca.unwrap(), std::path::Path::new("ca.pem"));
}

/// INT-7: what is said of MLLP without a port for it is a mistake, told by where it stands.
#[test]
fn settings_of_mllp_without_its_port_are_a_mistake() {
    let (certificate, key, ca) = (
        ("MEDKARTA_MLLP_TLS_CERTIFICATE", "c.pem"),
        ("MEDKARTA_MLLP_TLS_KEY", "k.pem"),
        ("MEDKARTA_MLLP_CLIENT_CA", "ca.pem"),
    );
    let told = |place: &str| {
        format!("{place}: is set, and mllp_listen is not: no laboratory would be heard")
    };
    assert_eq!(mistakes("", &[certificate, key]), [told(certificate.0), told(key.0)]);
    assert_eq!(
        mistakes("mllp_client_ca = \"ca.pem\"\n", &[certificate, key]),
        [told(certificate.0), told(key.0), told("medkarta.toml: mllp_client_ca")]
    );
    // Without TLS the authority is the first mistake there is.
    let expected = "mllp_client_ca: asks for certificates, and TLS is not set for MLLP";
    assert_eq!(mistakes("", &[ca]), [expected]);
    assert_eq!(config::read(None, environment(&[])).unwrap().mllp, None);
}

#[test]
fn a_broken_file_is_told_by_line_and_without_its_secrets() {
    let found =
        mistakes("listen = \"127.0.0.1:1\"\ndatabase_url = \"postgres://u:hunter2@h/d\n", &[]);
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("line 2 is not TOML"), "{found:?}");
    assert!(!found[0].contains("hunter2"), "{found:?}");
}

#[test]
fn secrets_are_never_shown() {
    let found = mistakes("", &[("MEDKARTA_DATABASE_URL", "mysql://root:hunter2@h/d")]);
    assert_eq!(found, ["MEDKARTA_DATABASE_URL: starts with neither sqlite: nor postgres://"]);

    let config = config::read(
        None,
        environment(&[
            ("MEDKARTA_DATABASE_URL", "postgres://root:hunter2@h/d"),
            ("MEDKARTA_METRICS_TOKEN", "swordfish"),
        ]),
    )
    .unwrap();
    let shown = config.explain();
    assert!(!shown.contains("hunter2") && !shown.contains("swordfish"), "{shown}");
}

#[test]
fn plain_http_is_for_this_machine_or_behind_a_proxy() {
    let open = ("MEDKARTA_LISTEN", "0.0.0.0:8080");
    let found = mistakes("", &[open]);
    assert!(found[0].contains("can be reached from outside without TLS"), "{found:?}");
    assert!(
        config::read(None, environment(&[open, ("MEDKARTA_TRUSTED_PROXIES", "10.0.0.1")])).is_ok()
    );
    let tls = [open, ("MEDKARTA_TLS_CERTIFICATE", "c.pem"), ("MEDKARTA_TLS_KEY", "k.pem")];
    assert!(config::read(None, environment(&tls)).is_ok());
    let found = mistakes("", &[("MEDKARTA_ORIGIN", "http://card.example.org")]);
    assert!(found[0].contains("must begin with https://"), "{found:?}");
}

#[test]
fn every_setting_is_in_the_operators_table() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/deployment.md");
    let docs = std::fs::read_to_string(path).unwrap();
    for key in KEYS {
        assert!(docs.contains(&format!("`{}`", key.name)), "docs/deployment.md lacks {}", key.name);
    }
}

/// A bucket, with what is needed to open it.
fn bucket<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut pairs = vec![
        ("MEDKARTA_FILES_BUCKET", "s3://medkarta/files"),
        ("MEDKARTA_S3_ENDPOINT", "https://s3.example.org"),
        ("MEDKARTA_S3_ACCESS_KEY", "AKIDEXAMPLE"),
        ("MEDKARTA_S3_SECRET_KEY", "hunter2"),
    ];
    for &(name, value) in more {
        pairs.retain(|(known, _)| *known != name);
        pairs.push((name, value));
    }
    pairs
}

/// RES-8: files lie in a folder, or in a bucket where one is named, and its secret is not shown.
#[test]
fn files_lie_in_a_folder_or_in_a_bucket() {
    let folder = config::read(None, []).unwrap().files;
    assert_eq!(folder, Keeping::Folder("data/files".into()));
    let config = config::read(None, environment(&bucket(&[]))).unwrap();
    let Keeping::Bucket(kept) = &config.files else { panic!("{:?}", config.files) };
    assert_eq!((kept.address.as_str(), kept.path_style), ("s3://medkarta/files", true));
    assert_eq!((kept.region.as_str(), kept.secret_key.as_str()), ("us-east-1", "hunter2"));
    let shown = format!("{}{config:?}{:?}", config.explain(), config.settings(false));
    assert!(shown.contains("s3://medkarta/files at https://s3.example.org"), "{shown}");
    assert!(!shown.contains("hunter2") && !shown.contains("AKIDEXAMPLE"), "{shown}");
    for right in [
        [("MEDKARTA_S3_ENDPOINT", "http://127.0.0.1:9000"), ("MEDKARTA_S3_REGION", "ru-1")],
        [("MEDKARTA_S3_ENDPOINT", "http://[::1]:9000"), ("MEDKARTA_S3_REGION", "ru-1")],
        [("MEDKARTA_S3_ENDPOINT", "http://localhost:9000"), ("MEDKARTA_S3_PATH_STYLE", "no")],
        [("MEDKARTA_FILES_BUCKET", "s3://medkarta"), ("MEDKARTA_S3_PATH_STYLE", "no")],
    ] {
        assert!(config::read(None, environment(&bucket(&right))).is_ok(), "{right:?}");
    }
}

/// OPS-3: what cannot be a bucket is told by its setting, before anybody is connected to.
#[test]
fn a_bucket_that_cannot_be_is_a_mistake() {
    let (address, endpoint) = ("MEDKARTA_FILES_BUCKET", "MEDKARTA_S3_ENDPOINT");
    let (key, secret) = ("MEDKARTA_S3_ACCESS_KEY", "MEDKARTA_S3_SECRET_KEY");
    for (name, value, expected) in [
        (address, "medkarta", "is not a bucket, such as s3://medkarta/files"),
        (address, "s3://Medkarta", "is not a bucket, such as s3://medkarta/files"),
        (address, "s3://medkarta/a//b", "is not a bucket, such as s3://medkarta/files"),
        (endpoint, "s3.example.org", "is not an address, such as https://s3.example.org"),
        (
            endpoint,
            "https://u:p@s3.example.org",
            "is not an address, such as https://s3.example.org",
        ),
        (endpoint, "https://s3.example.org/x", "is not an address, such as https://s3.example.org"),
        (
            endpoint,
            "http://s3.example.org",
            "must begin with https:// unless the server is on this machine",
        ),
        (
            endpoint,
            "http://127.0.0.1.example.org",
            "must begin with https:// unless the server is on this machine",
        ),
        (key, "", "is missing: files_bucket cannot be opened without it"),
        (secret, "", "is missing: files_bucket cannot be opened without it"),
        (key, "two words", "holds what no key of S3 has"),
        ("MEDKARTA_S3_REGION", "ru 1", "is not a region, such as us-east-1"),
        (
            "MEDKARTA_S3_CA",
            "/nowhere/ca.pem",
            "cannot be read: No such file or directory (os error 2)",
        ),
    ] {
        assert_eq!(mistakes("", &bucket(&[(name, value)])), [format!("{name}: {expected}")]);
    }
    let by_number =
        bucket(&[(endpoint, "http://127.0.0.1:9000"), ("MEDKARTA_S3_PATH_STYLE", "no")]);
    assert!(mistakes("", &by_number)[0].contains("is a number"));
    let two = bucket(&[("MEDKARTA_FILES_DIR", "files")]);
    let expected = "MEDKARTA_FILES_DIR: is set, and files_bucket too: files are kept in one place";
    assert_eq!(mistakes("", &two), [expected]);
    let expected =
        "MEDKARTA_S3_ENDPOINT: is set, and files_bucket is not: files would stay in a folder";
    assert_eq!(mistakes("", &[(endpoint, "https://s3.example.org")]), [expected]);
}

/// APT-15: by a secret that is guessed anybody could answer for others.
#[test]
fn a_secret_for_sms_that_come_in_is_long_or_refused() {
    let with = |secret| config::read(None, environment(&[("MEDKARTA_SMS_INBOUND_SECRET", secret)]));
    let mistakes = with("hunter2").unwrap_err();
    assert!(mistakes[0].place.contains("SMS_INBOUND_SECRET"), "{mistakes:?}");
    assert!(!mistakes[0].message.contains("hunter2"));
    let long = "a-secret-of-the-provider";
    assert_eq!(with(long).unwrap().settings(false).sms_inbound_secret.as_deref(), Some(long));
}
