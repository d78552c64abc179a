//! Files in a bucket of a server that speaks S3: Amazon's, a cloud's or one's own.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, Certificate, ClientOptions, Error, ObjectStore, RetryConfig};
use url::{Host, Url};

/// A bucket and how it is reached, as the operator says it.
#[derive(Clone, PartialEq, Eq)]
pub struct BucketSettings {
    /// `s3://bucket` or `s3://bucket/prefix`.
    pub address: String,
    /// Such as `https://s3.example.org`; Amazon's own of the region where it is absent.
    pub endpoint: Option<String>,
    pub region: String,
    pub access_key: String,
    pub secret_key: String,
    /// Whether the bucket is named in the path, and not before the host.
    pub path_style: bool,
    /// PEM of an authority beside those of the system.
    pub ca: Option<PathBuf>,
}

/// A setting of a bucket that makes no sense.
#[derive(Debug, thiserror::Error)]
#[error("{what}: {reason}")]
pub struct BucketError {
    /// The setting at fault.
    pub what: &'static str,
    /// Never holds a secret.
    pub reason: String,
}

/// One try, with its answer. A file is some megabytes.
const PATIENCE: Duration = Duration::from_secs(10);
const CONNECT_PATIENCE: Duration = Duration::from_secs(3);
/// No try begins later than this: somebody waits for the whole.
const RETRY_WITHIN: Duration = Duration::from_secs(8);
const RETRIES: usize = 2;

impl fmt::Debug for BucketSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("BucketSettings");
        shown.field("address", &self.address).field("endpoint", &self.endpoint);
        shown.finish_non_exhaustive()
    }
}

impl fmt::Display for BucketSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoint = self.endpoint.as_deref().unwrap_or("Amazon");
        write!(f, "{} at {endpoint}", self.address)
    }
}

impl BucketSettings {
    /// Connects to nobody yet. Needs no runtime.
    ///
    /// An object is written without a condition: its id is random and used once, and a write that
    /// is repeated because its answer was lost has to find nothing in its way.
    pub fn store(&self) -> Result<Arc<dyn ObjectStore>, BucketError> {
        crate::choose_ciphers();
        let (name, prefix) = self.parts()?;
        self.check_keys()?;
        let endpoint = self.endpoint(name)?;
        let is_plain = endpoint.scheme() == "http";
        let store = AmazonS3Builder::new()
            .with_bucket_name(name)
            .with_region(&self.region)
            .with_endpoint(endpoint.as_str().trim_end_matches('/'))
            .with_virtual_hosted_style_request(!self.path_style)
            .with_access_key_id(&self.access_key)
            .with_secret_access_key(&self.secret_key)
            // One object is deleted at a time, and not every server knows how to delete many.
            .with_disable_bulk_delete(true)
            .with_client_options(self.client()?.with_allow_http(is_plain))
            .with_retry(retry())
            .build()
            .map_err(|error| bad("files_bucket", error.to_string()))?;
        Ok(Arc::new(PrefixStore::new(store, prefix)))
    }

    /// The bucket's name, and what names of objects begin with.
    fn parts(&self) -> Result<(&str, Path), BucketError> {
        let wrong = || bad("files_bucket", "is not a bucket, such as s3://medkarta/files");
        let rest = self.address.strip_prefix("s3://").ok_or_else(wrong)?;
        let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
        if !(3..=63).contains(&name.len()) || !name.chars().all(fits) {
            return Err(wrong());
        }
        Ok((name, Path::parse(prefix).map_err(|_| wrong())?))
    }

    /// What goes into headers, where nothing but plain letters may stand.
    fn check_keys(&self) -> Result<(), BucketError> {
        let is_word = |text: &str| text.chars().all(|c| c.is_ascii_graphic() && c != ',');
        for (what, value) in
            [("s3_access_key", &self.access_key), ("s3_secret_key", &self.secret_key)]
        {
            if value.is_empty() {
                return Err(bad(what, "is missing: files_bucket cannot be opened without it"));
            }
            if !is_word(value) {
                return Err(bad(what, "holds what no key of S3 has"));
            }
        }
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if self.region.is_empty() || !self.region.chars().all(fits) {
            return Err(bad("s3_region", "is not a region, such as us-east-1"));
        }
        Ok(())
    }

    fn endpoint(&self, name: &str) -> Result<Url, BucketError> {
        let amazon = || format!("https://s3.{}.amazonaws.com", self.region);
        let text = self.endpoint.clone().unwrap_or_else(amazon);
        let wrong = || bad("s3_endpoint", "is not an address, such as https://s3.example.org");
        let mut url: Url = text.parse().map_err(|_| wrong())?;
        let is_bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if !is_bare || !matches!(url.scheme(), "http" | "https") {
            return Err(wrong());
        }
        if url.scheme() == "http" && !is_this_machine(&url) {
            let reason = "must begin with https:// unless the server is on this machine";
            return Err(bad("s3_endpoint", reason));
        }
        if !self.path_style {
            let host = format!("{name}.{}", url.host_str().unwrap_or_default());
            let number =
                "is a number, before which no bucket can be named: set s3_path_style = \"yes\"";
            url.set_host(Some(&host)).map_err(|_| bad("s3_endpoint", number))?;
        }
        Ok(url)
    }

    fn client(&self) -> Result<ClientOptions, BucketError> {
        let options =
            ClientOptions::new().with_timeout(PATIENCE).with_connect_timeout(CONNECT_PATIENCE);
        let Some(path) = &self.ca else { return Ok(options) };
        let pem = std::fs::read(path)
            .map_err(|error| bad("s3_ca", format!("cannot be read: {error}")))?;
        let found = Certificate::from_pem_bundle(&pem).unwrap_or_default();
        if found.is_empty() {
            return Err(bad("s3_ca", "holds no certificate in PEM"));
        }
        Ok(found.into_iter().fold(options, ClientOptions::with_root_certificate))
    }
}

fn bad(what: &'static str, reason: impl Into<String>) -> BucketError {
    BucketError { what, reason: reason.into() }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn retry() -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig { max_backoff: Duration::from_secs(1), ..BackoffConfig::default() },
        max_retries: RETRIES,
        retry_timeout: RETRY_WITHIN,
    }
}

/// Whether it is the bucket that is not there, and not one object.
pub fn is_bucket_missing(error: &Error) -> bool {
    code(&error.to_string()) == Some("NoSuchBucket")
}

/// Why the server refused or could not be asked, for whoever wrote the settings.
pub fn reason(error: &Error) -> String {
    let text = error.to_string();
    let known = match code(&text) {
        Some("SignatureDoesNotMatch") => "s3_secret_key is not the secret of s3_access_key",
        Some("InvalidAccessKeyId") => "the server does not know s3_access_key",
        Some("NoSuchBucket") => "the server has no such bucket",
        Some("AccessDenied") => "s3_access_key may not do it",
        Some("AuthorizationHeaderMalformed" | "PermanentRedirect") => "s3_region is another",
        Some("RequestTimeTooSkewed") => "the clock here or there is wrong",
        Some(other) => return format!("the server says {other}"),
        None => return deepest(error),
    };
    known.to_owned()
}

/// The code of S3's answer, which an error quotes whole.
fn code(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("<Code>")?;
    rest.split_once("</Code>").map(|(code, _)| code)
}

fn deepest(error: &Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}
