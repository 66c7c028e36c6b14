//! Notes that somebody's health may depend on.

/// What such notes say, in the languages of those who write them.
const WORDS: [&str; 10] =
    ["過敏", "不耐", "麩質", "乳糖", "花生", "allerg", "intoleran", "celiac", "gluten", "peanut"];

/// Whether a note reads like an allergy: it is marked on the wall. Marking too much is better than too little.
pub fn is_about_allergy(note: &str) -> bool {
    let note = note.to_lowercase();
    WORDS.iter().any(|word| note.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_about_allergies_are_known() {
        for note in ["花生過敏", "客人對蛋不耐", "Peanut ALLERGY", "no gluten please"] {
            assert!(is_about_allergy(note), "{note}");
        }
        for note in ["去蔥", "不要美乃滋", "less ice", ""] {
            assert!(!is_about_allergy(note), "{note}");
        }
    }
}
