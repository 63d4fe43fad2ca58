//! Approval chains (审批流程): by whose word a remedy passes, one post after the other.
//!
//! Start at [`Standing::of`]: a chain and what was said so far give who is next; [`Standing::may_say`] says which words
//! are open to a post. Who sits at a post, and when he spoke, is kept by whoever keeps the chain.

use chrono::{Days, NaiveDate};
use doorstep_words::trade::approval_chain as words;
use serde::{Deserialize, Serialize};

use crate::named::named;

/// Days from the question until the last post must have spoken (domain: a complaint's answer within 7 days).
pub const ANSWER_DAYS: u64 = 7;

/// Somebody's place in a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Post {
    /// The service supervisor (维修主管).
    Supervisor,
    /// The manager of the service centre (服务中心经理).
    Centre,
    /// The sales office that the dealer belongs to (销售办事处).
    SalesOffice,
    /// The deputy director (副总经理).
    DeputyDirector,
    /// Quality (品质部).
    Quality,
    /// The factory (工厂).
    Factory,
}

named!(Post {
    Supervisor "supervisor" words::post::SUPERVISOR;
    Centre "centre" words::post::CENTRE;
    SalesOffice "sales_office" words::post::SALES_OFFICE;
    DeputyDirector "deputy_director" words::post::DEPUTY_DIRECTOR;
    Quality "quality" words::post::QUALITY;
    Factory "factory" words::post::FACTORY;
});

impl Post {
    /// Whether whoever sits there does not work on our pages: somebody else writes down what he said, with his name.
    #[must_use]
    pub const fn is_outside(self) -> bool {
        matches!(
            self,
            Self::SalesOffice | Self::DeputyDirector | Self::Factory
        )
    }
}

/// Which posts, in which order (domain.md, complaints).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chain {
    /// A customer's complaint.
    Customer,
    /// A dealer's complaint.
    Dealer,
    /// A batch quality event.
    Batch,
    /// Return or exchange of one unit, by its form (退换机申请单).
    Exchange,
}

named!(Chain {
    Customer "customer" words::chain::CUSTOMER;
    Dealer "dealer" words::chain::DEALER;
    Batch "batch" words::chain::BATCH;
    Exchange "exchange" words::chain::EXCHANGE;
});

impl Chain {
    /// Reads [`Chain::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|chain| chain.code() == code)
    }

    /// The posts in their order.
    #[must_use]
    pub const fn posts(self) -> &'static [Post] {
        match self {
            Self::Customer => &[Post::Supervisor, Post::Centre],
            Self::Dealer => &[Post::SalesOffice, Post::Centre, Post::DeputyDirector],
            Self::Batch => &[
                Post::Quality,
                Post::Centre,
                Post::Factory,
                Post::DeputyDirector,
            ],
            Self::Exchange => &[Post::Centre],
        }
    }

    /// The last day for the last word, if it was asked on a day; none where the calendar ends.
    #[must_use]
    pub fn due_on(self, asked_on: NaiveDate) -> Option<NaiveDate> {
        asked_on.checked_add_days(Days::new(ANSWER_DAYS))
    }
}

/// What a post says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// Agreed: the next one's turn.
    Agreed,
    /// Back to the post before, with what is to be looked at again.
    SentBack,
    /// No: the chain ends.
    Refused,
}

named!(Word {
    Agreed "agreed" words::word::AGREED;
    SentBack "sent_back" words::word::SENT_BACK;
    Refused "refused" words::word::REFUSED;
});

impl Word {
    /// Reads [`Word::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.code() == code)
    }

    /// Whether it must say why.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        !matches!(self, Self::Agreed)
    }
}

/// How a chain stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Somebody is next: at this place of the chain, counted from 0.
    Waits {
        /// Who.
        post: Post,
        /// The place in [`Chain::posts`].
        place: usize,
    },
    /// All have agreed.
    Granted,
    /// One has refused.
    Refused,
}

impl Standing {
    /// How a chain stands after these words, in the order in which they were said. Words after its end change nothing.
    #[must_use]
    pub fn of(chain: Chain, said: &[Word]) -> Self {
        let posts = chain.posts();
        let mut place = 0_usize;
        for word in said {
            if place >= posts.len() {
                break;
            }
            match word {
                Word::Agreed => place = place.saturating_add(1),
                Word::SentBack => place = place.saturating_sub(1),
                Word::Refused => return Self::Refused,
            }
        }
        posts
            .get(place)
            .map_or(Self::Granted, |post| Self::Waits { post: *post, place })
    }

    /// Who is next; nobody once it has ended.
    #[must_use]
    pub const fn next(self) -> Option<Post> {
        match self {
            Self::Waits { post, .. } => Some(post),
            Self::Granted | Self::Refused => None,
        }
    }

    /// What whoever is next may say; nothing once it has ended. The first has nobody to send it back to.
    #[must_use]
    pub const fn may_say(self) -> &'static [Word] {
        match self {
            Self::Waits { place: 0, .. } => &[Word::Agreed, Word::Refused],
            Self::Waits { .. } => &[Word::Agreed, Word::SentBack, Word::Refused],
            Self::Granted | Self::Refused => &[],
        }
    }
}

#[cfg(test)]
mod tests;
