//! Where a printer may be: in the shop's own network and nowhere else.

use std::net::IpAddr;

/// Whether an address lies in a network that nobody outside reaches: this machine, private ranges, link-local ones.
pub fn is_of_shop(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => is_of_shop(IpAddr::V4(mapped)),
            None => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
        },
    }
}

/// Whether a text can name a printer: an address of the shop's own network, or a name. What a name stands for is
/// looked at again before anything is sent there.
pub fn may_be_host(text: &str) -> bool {
    if let Ok(address) = text.parse::<IpAddr>() {
        return is_of_shop(address);
    }
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.' | '_');
    // Four numbers that are no address are no name either.
    let has_letter = text.chars().any(|letter| letter.is_ascii_alphabetic());
    (1..=253).contains(&text.len()) && has_letter && text.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::may_be_host;

    #[test]
    fn only_the_shops_own_network() {
        for host in ["127.0.0.1", "::1", "192.168.1.40", "10.0.0.9", "fd00::1", "printer.local", "kitchen-1"]
        {
            assert!(may_be_host(host), "{host}");
        }
        for host in
            ["", "8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "300.1.1.1", "a b", "x/y", "a@b"]
        {
            assert!(!may_be_host(host), "{host}");
        }
    }
}
