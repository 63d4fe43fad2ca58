//! The structure as the PDF's tags.

use std::num::NonZeroU16;

use krilla::tagging::{Identifier, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};

use crate::{
    Language,
    page::{Inside, NodeId, Pages, Role, Structure},
};

/// The whole tree. Each identifier is used once: a mark belongs to one node.
pub(super) fn tree(
    pages: &Pages,
    mut identifiers: Vec<Vec<Option<Identifier>>>,
    language: Language,
) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(language.tag().to_owned()));
    for child in children(&pages.structure, Structure::ROOT, &mut identifiers) {
        tree.push(child);
    }
    tree
}

fn children(
    structure: &Structure,
    node: NodeId,
    identifiers: &mut [Vec<Option<Identifier>>],
) -> Vec<Node> {
    let Some((_, inside)) = structure.node(node) else {
        return Vec::new();
    };
    let mut children = Vec::new();
    for child in inside {
        match child {
            Inside::Mark { page, mark } => {
                let identifier = identifiers
                    .get_mut(*page)
                    .and_then(|marks| marks.get_mut(*mark))
                    .and_then(Option::take);
                children.extend(identifier.map(Node::from));
            }
            Inside::Node(below) => {
                let inside = self::children(structure, *below, identifiers);
                let role = structure.node(*below).map(|(role, _)| role);
                if let (Some(role), false) = (role, inside.is_empty()) {
                    let group = TagGroup::with_children(kind(role), inside);
                    children.push(Node::from(group));
                }
            }
        }
    }
    children
}

fn kind(role: &Role) -> TagKind {
    match role {
        Role::Heading(level, words) => {
            let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(words.clone())).into()
        }
        Role::Root | Role::Paragraph => Tag::P.into(),
        Role::Table => Tag::Table.into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Role::Data => Tag::TD.into(),
        Role::Figure(words) => Tag::Figure(Some(words.clone())).into(),
    }
}
