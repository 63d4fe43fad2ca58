//! temporary
#[path = "../src/bench/mod.rs"]
mod bench;
#[path = "../src/sample.rs"]
mod sample;
mod terminal {
    pub(crate) use anstyle::{AnsiColor, Style};
    pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
    pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
    pub(crate) const HEAD: Style = Style::new().bold();
    pub(crate) const DIM: Style = Style::new().dimmed();
    pub(crate) fn line(t: &str) { anstream::println!("{t}"); }
    pub(crate) fn error_line(t: &str) { anstream::eprintln!("{t}"); }
    pub(crate) fn json(v: &impl serde::Serialize) { println!("{}", serde_json::to_string(v).unwrap()); }
    pub(crate) const COLUMNS: usize = 80;
    pub(crate) fn plain(t: &str) -> std::borrow::Cow<'_, str> { t.into() }
    #[path = "../../src/terminal/table.rs"]
    mod table;
    pub(crate) use table::table;
}
mod text {
    #[derive(Clone, Copy)] pub(crate) enum Language { Chinese, English }
    impl Language { pub(crate) fn pick<'w>(self, c: &'w str, e: &'w str) -> &'w str { match self { Self::Chinese => c, Self::English => e } } }
}
use clap::Parser;
#[derive(Parser)]
struct P {
    #[command(subcommand)]
    c: C,
}
#[derive(clap::Subcommand)]
enum C {
    Bench(bench::BenchArguments),
}
fn main() -> std::process::ExitCode {
    let C::Bench(a) = P::parse().c;
    match bench::bench(&a, if std::env::var_os("ZH").is_some() {text::Language::Chinese} else {text::Language::English}) {
        Ok(code) => code,
        Err(error) => {
            let mut error: &dyn std::error::Error = &error;
            loop {
                eprintln!("error: {error} / {error:?}");
                match error.source() { Some(s) => error = s, None => break }
            }
            std::process::ExitCode::from(70)
        }
    }
}
