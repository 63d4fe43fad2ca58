//! What the members of a line look like where their types belong to other crates: JSON Schema made from the same
//! lists that the program itself reads by.

use doorstep_domain::{
    course::Status,
    library::Genre,
    quote::{Choice, LineKind, Payer},
    record::{
        CallOutcome, ConsentTo, DiagnosisStep, FIELDS, FileStage, Gravity, Matter, PAYMENT_METHODS,
        Relation, TextName,
    },
    van::PartSource,
};
use schemars::{Schema, SchemaGenerator, json_schema};

fn one_of<'w>(words: impl IntoIterator<Item = &'w str>) -> Schema {
    let words: Vec<&str> = words.into_iter().collect();
    json_schema!({ "type": "string", "enum": words })
}

fn or_null(mut schema: Schema) -> Schema {
    let object = schema.ensure_object();
    if let Some(serde_json::Value::Array(words)) = object.get_mut("enum") {
        words.push(serde_json::Value::Null);
    }
    if let Some(kind) = object.get("type").cloned() {
        object.insert("type".into(), serde_json::json!([kind, "null"]));
    }
    schema
}

pub(crate) fn field(_: &mut SchemaGenerator) -> Schema {
    one_of(FIELDS.iter().map(|rule| rule.key))
}

pub(crate) fn field_value(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "integer", "boolean", "null"] })
}

pub(crate) fn text_name(_: &mut SchemaGenerator) -> Schema {
    one_of(TextName::ALL.iter().map(|text| text.key()))
}

pub(crate) fn call_outcome(_: &mut SchemaGenerator) -> Schema {
    one_of(CallOutcome::ALL.iter().map(|outcome| outcome.code()))
}

pub(crate) fn diagnosis_step(_: &mut SchemaGenerator) -> Schema {
    one_of(DiagnosisStep::ALL.iter().map(|step| step.code()))
}

pub(crate) fn line_kind(_: &mut SchemaGenerator) -> Schema {
    or_null(one_of(LineKind::ALL.iter().map(|kind| kind.code())))
}

pub(crate) fn payer(_: &mut SchemaGenerator) -> Schema {
    or_null(one_of(Payer::ALL.iter().map(|payer| payer.code())))
}

pub(crate) fn part_source(_: &mut SchemaGenerator) -> Schema {
    one_of(PartSource::ALL.iter().map(|source| source.code()))
}

pub(crate) fn file_stage(_: &mut SchemaGenerator) -> Schema {
    one_of(FileStage::ALL.iter().map(|stage| stage.code()))
}

pub(crate) fn relation(_: &mut SchemaGenerator) -> Schema {
    one_of(Relation::ALL.iter().map(|relation| relation.code()))
}

pub(crate) fn optional_relation(generator: &mut SchemaGenerator) -> Schema {
    or_null(relation(generator))
}

pub(crate) fn payment_method(_: &mut SchemaGenerator) -> Schema {
    one_of(PAYMENT_METHODS.iter().copied())
}

pub(crate) fn choice(_: &mut SchemaGenerator) -> Schema {
    one_of(Choice::ALL.iter().map(|choice| choice.code()))
}

pub(crate) fn optional_choice(generator: &mut SchemaGenerator) -> Schema {
    or_null(choice(generator))
}

pub(crate) fn genre(_: &mut SchemaGenerator) -> Schema {
    or_null(one_of(Genre::ALL.iter().map(|genre| genre.code())))
}

pub(crate) fn matter(_: &mut SchemaGenerator) -> Schema {
    one_of(Matter::ALL.iter().map(|matter| matter.code()))
}

pub(crate) fn gravity(_: &mut SchemaGenerator) -> Schema {
    one_of(Gravity::ALL.iter().map(|gravity| gravity.code()))
}

pub(crate) fn consent_to(_: &mut SchemaGenerator) -> Schema {
    one_of(ConsentTo::ALL.iter().map(|to| to.code()))
}

pub(crate) fn optional_stamp(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": ["object", "null"],
        "properties": {
            "photo": { "type": "string", "description": "SHA-256 of the photo, 64 hex digits" },
            "name": { "type": "string" },
            "post": { "type": "string" },
        },
        "required": ["photo", "name", "post"],
        "additionalProperties": false,
    })
}

pub(crate) fn strokes(_: &mut SchemaGenerator) -> Schema {
    let whole = |least: i64, most: i64| json_schema!({ "type": "integer", "minimum": least, "maximum": most });
    json_schema!({
        "type": "array",
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "x": whole(i32::MIN.into(), i32::MAX.into()),
                    "y": whole(i32::MIN.into(), i32::MAX.into()),
                    "t_ms": whole(0, u32::MAX.into()),
                    "pressure": whole(0, 1_000),
                },
                "required": ["x", "y", "t_ms", "pressure"],
                "additionalProperties": false,
            },
        },
    })
}

pub(crate) fn optional_strokes(generator: &mut SchemaGenerator) -> Schema {
    or_null(strokes(generator))
}

pub(crate) fn statuses(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": one_of(Status::ALL.iter().map(|status| status.code())) })
}
