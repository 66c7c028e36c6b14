//! Whether a request comes from one of our own pages: a browser sends the session cookie along with whatever page asks.

use axum::http::{HeaderMap, header};

/// Whether a browser says that another site's page sent this request. `allowed` are further origins that may.
///
/// A client that sends neither `Origin` nor `Sec-Fetch-Site` is no browser (or an old one on a plain navigation), and
/// no foreign page can make a browser leave both out on a write.
pub fn is_foreign(headers: &HeaderMap, allowed: &[String]) -> bool {
    let text =
        |name| headers.get(name).map(|value: &axum::http::HeaderValue| value.to_str().unwrap_or("null"));
    match text(header::ORIGIN) {
        Some(origin) => {
            let origin = origin.to_ascii_lowercase();
            let is_own = headers
                .get(header::HOST)
                .and_then(|host| host.to_str().ok())
                .is_some_and(|host| is_host(&origin, host));
            !is_own && !allowed.contains(&origin)
        }
        None => !matches!(
            text(header::HeaderName::from_static("sec-fetch-site")),
            None | Some("same-origin" | "none")
        ),
    }
}

/// Whether an origin is that host: the port that a scheme has by itself may be written out or not. The scheme is not
/// compared, since a proxy may speak https to the browser and http to us.
fn is_host(origin: &str, host: &str) -> bool {
    let Some((scheme, authority)) = origin.split_once("://") else { return false };
    let port = match scheme {
        "https" => ":443",
        "http" => ":80",
        _ => return false,
    };
    let host = host.to_ascii_lowercase();
    let plain = |text: &str| text.strip_suffix(port).unwrap_or(text).to_owned();
    !authority.is_empty() && plain(authority) == plain(&host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (header::HeaderName::from_static(name), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn only_our_own_pages_and_those_that_are_allowed() {
        let allowed = ["https://office.example".to_owned()];
        for (pairs, foreign) in [
            (vec![("host", "shop.local:8000")], false),
            (vec![("host", "shop.local:8000"), ("origin", "http://shop.local:8000")], false),
            (vec![("host", "Shop.local:8000"), ("origin", "https://shop.LOCAL:8000")], false),
            (vec![("host", "shop.local"), ("origin", "https://shop.local:443")], false),
            (vec![("host", "shop.local:80"), ("origin", "http://shop.local")], false),
            (vec![("host", "shop.local"), ("origin", "https://office.example")], false),
            (vec![("host", "shop.local:8000"), ("origin", "http://shop.local:8001")], true),
            (vec![("host", "shop.local"), ("origin", "https://evil.example")], true),
            (vec![("host", "shop.local"), ("origin", "https://shop.local.evil.example")], true),
            (vec![("host", "shop.local"), ("origin", "null")], true),
            (vec![("host", "shop.local"), ("origin", "ftp://shop.local")], true),
            (vec![("origin", "http://shop.local")], true),
            (vec![("host", "shop.local"), ("sec-fetch-site", "same-origin")], false),
            (vec![("host", "shop.local"), ("sec-fetch-site", "none")], false),
            (vec![("host", "shop.local"), ("sec-fetch-site", "same-site")], true),
            (vec![("host", "shop.local"), ("sec-fetch-site", "cross-site")], true),
        ] {
            assert_eq!(is_foreign(&headers(&pairs), &allowed), foreign, "{pairs:?}");
        }
    }
}
