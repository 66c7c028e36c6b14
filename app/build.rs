//! Turns `locales/*.json` into a typed module, so that a missing word does not compile.

use std::{env, error::Error, path::PathBuf};

use leptos_i18n_build::{Config, TranslationsInfos};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let module = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?).join("i18n");
    let words = TranslationsInfos::parse(Config::new("zh-TW")?.add_locale("en")?)?;
    words.emit_diagnostics();
    words.rerun_if_locales_changed();
    words.generate_i18n_module(module)?;
    Ok(())
}
