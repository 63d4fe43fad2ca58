//! `advice.give`: use and care were explained, the site was tidied.

use doorstep_domain::record::{TextName, What};
use doorstep_replica::{Edit, TextEdit};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Error,
    records::{RecordName, Situation, UseCase},
};

/// Use and maintenance were explained to the customer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveAdvice {
    /// The record.
    pub record: RecordName,
    /// What was advised (保养建议); left out, the text stays as it is.
    #[serde(default)]
    pub text: Option<String>,
    /// The site was tidied.
    pub site_tidied: bool,
}

impl UseCase for GiveAdvice {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let mut edits = situation.happened(What::AdviceGiven {
            explained: true,
            site_tidied: self.site_tidied,
        })?;
        if let Some(text) = &self.text {
            edits.push(Edit::Text(
                TextName::Advice,
                TextEdit::Rewrite(text.clone()),
            ));
        }
        Ok(edits)
    }
}
