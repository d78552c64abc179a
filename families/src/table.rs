//! Reads the reference tables: a header, then a row a line, cells apart by tabs.

/// The rows below the header, each of `N` cells.
pub fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().skip(1).filter_map(|line| line.split('\t').collect::<Vec<_>>().try_into().ok())
}

/// A cell that is a list.
pub fn list(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split("; ").filter(|item| !item.is_empty())
}

/// A cell that may be empty.
pub fn some(cell: &'static str) -> Option<&'static str> {
    (!cell.is_empty()).then_some(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row of another width would be left out without a word.
    #[test]
    fn every_line_of_every_table_is_a_row() {
        fn is_whole<const N: usize>(text: &'static str) -> bool {
            rows::<N>(text).count() + 1 == text.lines().count()
        }
        assert!(is_whole::<5>(include_str!("../data/allergies.tsv")));
        assert!(is_whole::<8>(include_str!("../data/clinics.tsv")));
        assert!(is_whole::<8>(include_str!("../data/conditions.tsv")));
        assert!(is_whole::<15>(include_str!("../data/laboratory.tsv")));
        assert!(is_whole::<9>(include_str!("../data/medicines.tsv")));
        assert!(is_whole::<8>(include_str!("../data/names.tsv")));
        assert!(is_whole::<5>(include_str!("../data/panels.tsv")));
        assert!(is_whole::<6>(include_str!("../data/procedures.tsv")));
        assert!(is_whole::<6>(include_str!("../data/specialties.tsv")));
        assert!(is_whole::<13>(include_str!("../data/vaccinations.tsv")));
        assert!(is_whole::<7>(include_str!("../data/visits.tsv")));
    }

    #[test]
    fn a_row_of_another_width_is_not_read() {
        assert_eq!(rows::<2>("a\tb\n1\t2\n3\n4\t\n").count(), 2);
    }

    #[test]
    fn an_empty_cell_is_an_empty_list() {
        assert_eq!(list("").count(), 0);
        assert_eq!(list("a; b").collect::<Vec<_>>(), ["a", "b"]);
    }
}
