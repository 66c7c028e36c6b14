use super::*;

fn body(text: &str) -> Body {
    let json = if text.is_empty() {
        Ok(None)
    } else {
        serde_json::from_str(text).map(Some).map_err(|_| Problem::NotJson)
    };
    Body { json, path: "/api/orders".into(), key: None }
}

/// Where the faults are and what they are.
fn faults<T: std::fmt::Debug>(outcome: Outcome<T>) -> Vec<(String, Problem)> {
    match outcome {
        Err(Refusal::Invalid(faults)) => faults.into_iter().map(|f| (f.loc.join("."), f.problem)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_fault_is_told_with_its_place() {
    let read = body(r#"{"name":"a\u0000","price":"65","count":1.5,"on":1,"lines":[{"id":1},{"id":true},7,{}],"ids":[1,"2"]}"#).object(|f| {
        let (name, price) = (f.need("name", text), f.need("price", money));
        let _ = (f.may("count", integer), f.may("on", flag), f.need("gone", text));
        f.list("lines", |line| line.need("id", integer));
        f.ids("ids", 1);
        Some((name?, price?))
    });
    let wrong = Problem::WrongType;
    assert_eq!(
        faults(read),
        [
            ("body.name".into(), Problem::NulCharacter),
            ("body.price".into(), wrong(Kind::Number)),
            ("body.count".into(), wrong(Kind::Integer)),
            ("body.on".into(), wrong(Kind::Flag)),
            ("body.gone".into(), Problem::Missing),
            ("body.lines.1.id".into(), wrong(Kind::Integer)),
            ("body.lines.2".into(), wrong(Kind::Object)),
            ("body.lines.3.id".into(), Problem::Missing),
            ("body.ids".into(), Problem::TooLong(1)),
            ("body.ids.1".into(), wrong(Kind::Integer)),
        ]
    );
}

#[test]
fn what_is_no_object_is_refused_as_a_whole() {
    let read = |text: &str| faults(body(text).object(|_| Some(())));
    assert_eq!(read("{"), [("body".into(), Problem::NotJson)]);
    assert_eq!(read(""), [("body".into(), Problem::Missing)]);
    assert_eq!(read("[]"), [("body".into(), Problem::WrongType(Kind::Object))]);
    assert_eq!(faults(body("{}").list(|_| Some(()))), [("body".into(), Problem::WrongType(Kind::List))]);
    assert_eq!(body("").object_or(7, |_| Some(8)), Ok(7));
    assert_eq!(body("null").object_or(7, |_| Some(8)), Ok(7));
    assert_eq!(body("{}").object_or(7, |_| Some(8)), Ok(8));
}

#[test]
fn numbers_are_numbers() {
    let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    for (text, want) in [("1", 1), ("1.0", 1), ("-2e1", -20), ("9223372036854775807", i64::MAX)] {
        assert_eq!(integer(&value(text)), Ok(want));
    }
    assert_eq!(integer(&value("9223372036854775808")), Err(Problem::TooLarge));
    assert_eq!(integer(&value("1e99999999999")), Err(Problem::TooLarge));
    for text in ["1.5", "\"1\"", "true", "[1]"] {
        assert_eq!(integer(&value(text)), Err(Problem::WrongType(Kind::Integer)), "{text}");
    }
    assert_eq!(money(&value("1.005")), Ok(Money(101)));
    assert_eq!(money(&value("1e40")), Err(Problem::TooLarge));
    assert_eq!(flag(&value("\"true\"")), Err(Problem::WrongType(Kind::Flag)));
    for (text, want) in [
        ("1", Ok(1)),
        ("100", Ok(100)),
        ("0", Err(Problem::BelowMinimum(1))),
        ("-5", Err(Problem::BelowMinimum(1))),
        ("101", Err(Problem::AboveMaximum(100))),
        ("5000000000", Err(Problem::AboveMaximum(100))),
    ] {
        assert_eq!(count(100)(&value(text)), want, "{text}");
    }
}

#[test]
fn a_key_has_1_to_255_characters() {
    assert!(read_key(b"").is_err() && read_key(&[0xff]).is_err() && read_key(&[b'k'; 256]).is_err());
    assert_eq!(read_key("鍵".repeat(255).as_bytes()), Ok("鍵".repeat(255)));
    let keyed = Body { key: Some(Ok("k".into())), ..body(r#"{"b":2.0,"a":1}"#) }.key().unwrap().unwrap();
    let again = Body { key: Some(Ok("k".into())), ..body(r#"{"a":1,"b":2}"#) }.key().unwrap().unwrap();
    assert_eq!((keyed.path.as_str(), keyed.body_hash.as_str()), ("/api/orders", again.body_hash.as_str()));
}
