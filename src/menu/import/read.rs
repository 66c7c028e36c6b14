//! Reads a menu file, and gathers everything that is wrong with it by itself.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{FileFault, FileItem, FileProblem, FileRule, MenuFile, code_of};
use crate::{
    Money, Refusal,
    menu::{ComboDraft, ComboSide, ItemDraft},
    refusal::{Fault, Kind, Problem},
};

/// Reads a file. What cannot be read leaves its fault and a gap; a file with faults is not to be applied.
pub fn read(text: &str) -> (MenuFile, Vec<FileFault>) {
    let mut reader = Reader::default();
    let file = match serde_json::from_str::<Value>(text) {
        Ok(value) => reader.file(&value),
        Err(_) => {
            reader.field("", Problem::NotJson);
            MenuFile::default()
        }
    };
    (file, reader.faults)
}

#[derive(Default)]
struct Reader {
    faults: Vec<FileFault>,
}

type Object<'a> = Option<&'a Map<String, Value>>;

impl Reader {
    fn note(&mut self, place: &str, problem: FileProblem) {
        self.faults.push(FileFault { place: place.to_owned(), problem });
    }

    fn field(&mut self, place: &str, problem: Problem) {
        self.note(place, FileProblem::Field(problem));
    }

    /// A field of an object that is there; `null` counts as absent.
    fn may<'a, T>(
        &mut self,
        object: Object<'a>,
        place: &str,
        name: &str,
        read: impl FnOnce(&'a Value) -> Result<T, Problem>,
    ) -> Option<T> {
        let value = object?.get(name).filter(|value| !value.is_null())?;
        read(value).map_err(|problem| self.field(&joined(place, name), problem)).ok()
    }

    /// A field that has to be there. Where the object is none, that has been told already.
    fn need<'a, T>(
        &mut self,
        object: Object<'a>,
        place: &str,
        name: &str,
        read: impl FnOnce(&'a Value) -> Result<T, Problem>,
    ) -> Option<T> {
        if object.is_some_and(|fields| fields.get(name).is_none_or(Value::is_null)) {
            self.field(&joined(place, name), Problem::Missing);
        }
        self.may(object, place, name, read)
    }

    fn object<'a>(&mut self, value: &'a Value, place: &str) -> Object<'a> {
        if value.as_object().is_none() {
            self.field(place, Problem::WrongType(Kind::Object));
        }
        value.as_object()
    }

    fn file(&mut self, value: &Value) -> MenuFile {
        let top = self.object(value, "");
        let items = self.need(top, "", "menu_items", list).unwrap_or_default();
        let rules = self.may(top, "", "combo_rules", list).unwrap_or_default();
        let (mut names, mut codes) = (BTreeSet::new(), BTreeSet::new());
        let mut file = MenuFile::default();
        for (index, value) in items.iter().enumerate() {
            let place = format!("menu_items[{index}]");
            let item = self.item(value, &place);
            if !item.name.is_empty() && !names.insert(item.name.clone()) {
                self.note(&format!("{place}.name"), FileProblem::Repeated(item.name.clone()));
            }
            file.items.push(item);
        }
        for (index, value) in rules.iter().enumerate() {
            let place = format!("combo_rules[{index}]");
            let rule = self.rule(value, &place);
            if !rule.code.is_empty() && !codes.insert(rule.code.clone()) {
                self.note(&format!("{place}.code"), FileProblem::Repeated(rule.code.clone()));
            }
            file.rules.push(rule);
        }
        file
    }

    fn item(&mut self, value: &Value, place: &str) -> FileItem {
        let object = self.object(value, place);
        let (name, price) =
            (self.need(object, place, "name", text), self.need(object, place, "price", money));
        let is_active = self.may(object, place, "is_active", flag);
        // What could not be read has its fault; a stand-in keeps it from a second one.
        let draft = ItemDraft {
            name: name.clone().unwrap_or_else(|| "-".to_owned()),
            price: price.unwrap_or(Money(1)),
            ..ItemDraft::default()
        };
        self.ranges(draft.check(), place, str::to_owned);
        FileItem { name: name.unwrap_or_default(), price: price.unwrap_or_default(), is_active }
    }

    fn rule(&mut self, value: &Value, place: &str) -> FileRule {
        let object = self.object(value, place);
        let code = self.need(object, place, "code", text);
        let name = self.need(object, place, "name", text);
        let bundle_price = self.need(object, place, "bundle_price", money);
        let raw_rule_text = self.may(object, place, "raw_rule_text", text);
        let is_active = self.may(object, place, "is_active", flag);
        let (drink_place, side_place) = (joined(place, "drink_rule"), joined(place, "side_rule"));
        let drink_rule = self.need(object, place, "drink_rule", fields);
        let max_drink_price = self.may(drink_rule, &drink_place, "max_price", money);
        let drink_choice_count = self.may(drink_rule, &drink_place, "choice_count", whole).unwrap_or(1);
        let drinks = self.need(drink_rule, &drink_place, "eligible_drinks", list).unwrap_or_default();
        let drinks = self.drinks(drinks, &joined(&drink_place, "eligible_drinks"));
        let side_rule = self.need(object, place, "side_rule", fields);
        let side_choice_count = self.need(side_rule, &side_place, "choice_count", whole).unwrap_or(0);
        let sides = self.need(side_rule, &side_place, "options", list).unwrap_or_default();
        let sides = self.sides(sides, &joined(&side_place, "options"));
        for (at, wanted, listed) in
            [(&drink_place, drink_choice_count, drinks.len()), (&side_place, side_choice_count, sides.len())]
        {
            if listed > 0 && usize::try_from(wanted).is_ok_and(|wanted| wanted > listed) {
                self.note(&joined(at, "choice_count"), FileProblem::MoreThanListed { wanted, listed });
            }
        }
        let draft = ComboDraft {
            code: code.clone().unwrap_or_else(|| "-".to_owned()),
            name: name.clone().unwrap_or_else(|| "-".to_owned()),
            bundle_price: bundle_price.unwrap_or(Money(1)),
            max_drink_price,
            drink_choice_count,
            side_choice_count,
            raw_rule_text: raw_rule_text.clone(),
            is_active: true,
            eligible_drink_item_ids: drinks.iter().zip(1..).map(|(_, id)| id).collect(),
            side_options: sides.iter().map(|(code, name)| side(code, name)).collect(),
        };
        match draft.checked().map(|_| ()) {
            Err(Refusal::BlankCode) => self.field(&joined(place, "code"), Problem::TooShort(1)),
            checked => self.ranges(checked, place, place_in_rule),
        }
        FileRule {
            code: code_of(&code.unwrap_or_default()),
            name: name.unwrap_or_default(),
            bundle_price: bundle_price.unwrap_or_default(),
            raw_rule_text,
            is_active,
            max_drink_price,
            drink_choice_count,
            drinks,
            side_choice_count,
            sides,
        }
    }

    fn drinks(&mut self, values: &[Value], place: &str) -> Vec<String> {
        let mut drinks: Vec<String> = Vec::new();
        for (index, value) in values.iter().enumerate() {
            let place = format!("{place}[{index}]");
            match text(value) {
                Ok(name) if drinks.contains(&name) => {
                    self.note(&place, FileProblem::Repeated(name.clone()));
                    drinks.push(name);
                }
                Ok(name) => drinks.push(name),
                Err(problem) => {
                    self.field(&place, problem);
                    // The places of those that follow stay what they are in the file.
                    drinks.push(String::new());
                }
            }
        }
        drinks
    }

    fn sides(&mut self, values: &[Value], place: &str) -> Vec<(String, String)> {
        let mut codes = BTreeSet::new();
        let mut sides = Vec::new();
        for (index, value) in values.iter().enumerate() {
            let place = format!("{place}[{index}]");
            let object = self.object(value, &place);
            let code = self.need(object, &place, "code", text).map(|code| code_of(&code));
            let name = self.need(object, &place, "name", text);
            if let Some(code) = code.as_ref().filter(|code| !codes.insert((*code).clone())) {
                self.note(&joined(&place, "code"), FileProblem::Repeated(code.clone()));
            }
            sides.push((code.unwrap_or_else(|| format!("-{index}")), name.unwrap_or_else(|| "-".to_owned())));
        }
        sides
    }

    /// What is out of range, at its place in the file.
    fn ranges(&mut self, checked: Result<(), Refusal>, place: &str, place_of: impl Fn(&str) -> String) {
        let Err(Refusal::Invalid(faults)) = checked else { return };
        for Fault { loc, problem } in faults {
            let way = loc.iter().skip(1).map(String::as_str).collect::<Vec<_>>().join(".");
            self.field(&joined(place, &place_of(&way)), problem);
        }
    }
}

/// Where a field of a bundle stands in the file.
fn place_in_rule(way: &str) -> String {
    match way {
        "max_drink_price" => "drink_rule.max_price".to_owned(),
        "drink_choice_count" => "drink_rule.choice_count".to_owned(),
        "eligible_drink_item_ids" => "drink_rule.eligible_drinks".to_owned(),
        "side_choice_count" => "side_rule.choice_count".to_owned(),
        "side_options" => "side_rule.options".to_owned(),
        _ => match way.strip_prefix("side_options.").and_then(|rest| rest.split_once('.')) {
            Some((index, field)) => format!("side_rule.options[{index}].{field}"),
            None => way.to_owned(),
        },
    }
}

fn side(code: &str, name: &str) -> ComboSide {
    ComboSide { code: code.to_owned(), name: name.to_owned(), items: vec![] }
}

fn joined(place: &str, name: &str) -> String {
    if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") }
}

fn text(value: &Value) -> Result<String, Problem> {
    match value {
        Value::String(text) if text.contains('\0') => Err(Problem::NulCharacter),
        Value::String(text) => Ok(text.clone()),
        _ => Err(Problem::WrongType(Kind::Text)),
    }
}

fn flag(value: &Value) -> Result<bool, Problem> {
    value.as_bool().ok_or(Problem::WrongType(Kind::Flag))
}

fn money(value: &Value) -> Result<Money, Problem> {
    let Value::Number(number) = value else { return Err(Problem::WrongType(Kind::Number)) };
    Money::parse(number.as_str()).map_err(|_| Problem::TooLarge)
}

fn whole(value: &Value) -> Result<i64, Problem> {
    let Value::Number(number) = value else { return Err(Problem::WrongType(Kind::Integer)) };
    number.as_i64().ok_or(Problem::WrongType(Kind::Integer))
}

fn list(value: &Value) -> Result<&[Value], Problem> {
    value.as_array().map(Vec::as_slice).ok_or(Problem::WrongType(Kind::List))
}

fn fields(value: &Value) -> Result<&Map<String, Value>, Problem> {
    value.as_object().ok_or(Problem::WrongType(Kind::Object))
}
