//! What `doorstep serve` says.

use doorstep_words::terminal::serve as words;

use super::sentences;

sentences! {
    /// What `doorstep serve` says.
    ServeText {
        Created { name: String } words::serve_text::Created;
        Listening { url: String } words::serve_text::Listening;
        HowToLogIn { command: String } words::serve_text::HowToLogIn;
        HowToStop {} words::serve_text::HOW_TO_STOP;
    }
}
