//! Turns `locales/*.json` into a typed module, so that a missing word does not compile.

use std::{env, error::Error, path::PathBuf};

use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let module = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?).join("i18n");
    // Words with values in them are wanted as text too, for labels and titles.
    let options = ParseOptions::new().interpolate_display(true);
    let words = TranslationsInfos::parse(Config::new("zh-TW")?.add_locale("en")?.parse_options(options))?;
    words.emit_diagnostics();
    words.rerun_if_locales_changed();
    words.generate_i18n_module(module)?;
    Ok(())
}
