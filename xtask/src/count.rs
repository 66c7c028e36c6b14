//! Counting tests from what the runners write.

use std::ops::AddAssign;

/// How many checks or tests ran, and how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Those that held.
    pub passed: u64,
    /// Those that did not, and runs that broke off.
    pub failed: u64,
    /// Those that were left out (`#[ignore]`, `test.skip`).
    pub skipped: u64,
}

impl Count {
    /// One check.
    pub fn one(passed: bool) -> Count {
        Count { passed: u64::from(passed), failed: u64::from(!passed), skipped: 0 }
    }

    /// A run that ended badly without naming a failed test (it did not compile, it crashed) is one failure.
    pub fn ended(mut self, well: bool) -> Count {
        if !well && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Count) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// The sum in a line of libtest such as `test result: ok. 12 passed; 0 failed; 1 ignored; …`.
pub fn rust_summary(line: &str) -> Option<Count> {
    let rest = line.strip_prefix("test result: ")?;
    let number = |word: &str| -> Option<u64> {
        let text = rest.split([';', '.']).find_map(|piece| piece.trim().strip_suffix(word))?;
        text.trim().parse().ok()
    };
    Some(Count { passed: number("passed")?, failed: number("failed")?, skipped: number("ignored")? })
}

/// The name in a line of libtest such as `test money::adds ... ok`.
pub fn rust_name(line: &str) -> Option<&str> {
    let (name, _) = line.strip_prefix("test ")?.split_once(" ... ")?;
    Some(name.trim_end_matches(" - should panic"))
}

/// The sum in Playwright's JSON report. Retries are off, so a flaky test is a failed one.
pub fn browser_summary(report: &str) -> Option<Count> {
    // The statistics are the last thing in the report.
    let stats = &report[report.rfind("\"stats\"")?..];
    let number = |key: &str| -> Option<u64> {
        let (_, rest) = stats.split_once(&format!("\"{key}\":"))?;
        let digits: String = rest.trim_start().chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    let failed = number("unexpected")? + number("flaky")?;
    Some(Count { passed: number("expected")?, failed, skipped: number("skipped")? })
}

/// A text field of a line of cargo's JSON messages.
pub fn json_text(line: &str, key: &str) -> Option<String> {
    let (_, rest) = line.split_once(&format!("\"{key}\":\""))?;
    let mut text = String::new();
    let mut letters = rest.chars();
    loop {
        match letters.next()? {
            '"' => return Some(text),
            '\\' => text.push(letters.next()?),
            letter => text.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_of_libtest_is_read() {
        let line = "test result: FAILED. 12 passed; 1 failed; 2 ignored; 0 measured; 3 filtered out; finished in 0.12s";
        assert_eq!(rust_summary(line), Some(Count { passed: 12, failed: 1, skipped: 2 }));
        assert_eq!(rust_summary("running 3 tests"), None);
    }

    #[test]
    fn a_test_is_known_by_its_name() {
        assert_eq!(rust_name("test money::adds ... ok"), Some("money::adds"));
        assert_eq!(rust_name("test a - should panic ... ok"), Some("a"));
        assert_eq!(rust_name("test result: ok. 1 passed;"), None);
    }

    #[test]
    fn a_browser_report_is_read_from_its_end() {
        let report = r#"{"suites": [{"title": "\"stats\": 7"}], "stats": {"duration": 9.5, "expected": 4, "skipped": 1, "unexpected": 2, "flaky": 1}}"#;
        assert_eq!(browser_summary(report), Some(Count { passed: 4, failed: 3, skipped: 1 }));
        assert_eq!(browser_summary("{}"), None);
    }

    #[test]
    fn a_run_that_broke_off_is_a_failure() {
        assert_eq!(Count::default().ended(false).failed, 1);
        assert_eq!(Count { passed: 3, failed: 2, skipped: 0 }.ended(false).failed, 2);
        assert_eq!(Count::one(true).ended(true), Count { passed: 1, failed: 0, skipped: 0 });
    }

    #[test]
    fn text_in_json_is_unescaped() {
        assert_eq!(json_text(r#"{"a":null,"path":"C:\\x \"y\""}"#, "path").as_deref(), Some(r#"C:\x "y""#));
        assert_eq!(json_text(r#"{"path":null}"#, "path"), None);
    }
}
