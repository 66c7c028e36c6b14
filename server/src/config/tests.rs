use super::*;

fn vars(pairs: &[(&str, &str)]) -> Vars {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn an_empty_environment_is_development_on_a_file() {
    let config = Config::from_vars(&Vars::new()).unwrap();
    assert_eq!((config.host.as_str(), config.port), ("127.0.0.1", 8000));
    assert_eq!(config.database.url(), "sqlite://sunnyside.db?mode=rwc");
    assert!(config.auth_disabled && config.environment == Environment::Development);
    assert_eq!((config.token_minutes, config.login_window_seconds, config.login_max_attempts), (720, 60, 10));
    assert!(!config.trust_proxy_headers && config.cors_origins.is_empty() && config.secret_key.is_none());
}

#[test]
fn production_asks_for_sign_in_unless_told_otherwise() {
    let key = ("SECRET_KEY", "x3J9vQ0pLm2Rk7Tz5Wb8Yc1Nd4Hf6Gs0");
    let production = |more: &[(&str, &str)]| {
        Config::from_vars(&vars(&[&[("APP_ENV", "production"), key], more].concat())).unwrap()
    };
    assert!(!production(&[]).auth_disabled);
    assert!(production(&[("AUTH_DISABLED", "true")]).auth_disabled);
    assert!(!Config::from_vars(&vars(&[("AUTH_DISABLED", "0")])).unwrap().auth_disabled);
}

#[test]
fn a_bad_value_is_told_by_the_name_of_its_variable() {
    for (name, value) in [
        ("APP_ENV", "staging"),
        ("PORT", "eighty"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("DATABASE_URL", "mysql://x/y"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite::memory:"),
        ("DATABASE_URL", "sqlite://shop.db?mode=ro"),
        ("DATABASE_URL", "postgres://"),
        ("REDIS_URL", "http://x"),
        ("REDIS_URL", "rediss://x"),
        ("AUTH_DISABLED", "perhaps"),
        ("TOKEN_EXPIRE_MINUTES", "0"),
        ("TOKEN_EXPIRE_MINUTES", "12h"),
        ("LOGIN_RATE_WINDOW_SECONDS", "0"),
        ("LOGIN_RATE_MAX_ATTEMPTS", "-3"),
        ("TRUST_PROXY_HEADERS", "2"),
        ("CORS_ORIGINS", "*"),
        ("CORS_ORIGINS", "office.example"),
        ("CORS_ORIGINS", "https://office.example/path"),
        ("LOG_FORMAT", "xml"),
        ("LOG_LEVEL", "loud"),
    ] {
        let mistakes = Config::from_vars(&vars(&[(name, value)])).unwrap_err();
        assert_eq!(mistakes.0.len(), 1, "{name}={value}: {mistakes}");
        assert_eq!(mistakes.0[0].variable, name, "{value}");
        assert!(mistakes.to_string().contains(name));
    }
}

#[test]
fn all_mistakes_are_told_at_once() {
    let mistakes =
        Config::from_vars(&vars(&[("PORT", "x"), ("APP_ENV", "production"), ("LOG_FORMAT", "xml")]))
            .unwrap_err();
    let names: Vec<_> = mistakes.0.iter().map(|mistake| mistake.variable).collect();
    assert_eq!(names, ["SECRET_KEY", "PORT", "LOG_FORMAT"]);
}

#[test]
fn what_is_secret_is_not_shown() {
    let config = Config::from_vars(&vars(&[
        ("SECRET_KEY", "hush-hush"),
        ("DATABASE_URL", "postgres://shop:hush-hush@db/shop"),
        ("REDIS_URL", "redis://:hush-hush@cache"),
    ]));
    assert!(!format!("{config:?}").contains("hush"));
    let mistakes =
        Config::from_vars(&vars(&[("DATABASE_URL", "mysql://u:hush@h/d"), ("REDIS_URL", "rdis://:hush@h")]));
    assert!(!mistakes.unwrap_err().to_string().contains("hush"));
}

#[test]
fn origins_are_a_list() {
    let config =
        Config::from_vars(&vars(&[("CORS_ORIGINS", "https://Office.example/, http://10.0.0.2:3000,")]))
            .unwrap();
    assert_eq!(config.cors_origins, ["https://office.example", "http://10.0.0.2:3000"]);
}

#[test]
fn an_emptied_variable_counts_as_not_set() {
    let config =
        Config::from_vars(&vars(&[("PORT", ""), ("SECRET_KEY", "  "), ("AUTH_DISABLED", "")])).unwrap();
    assert!(config.port == 8000 && config.secret_key.is_none() && config.auth_disabled);
}
