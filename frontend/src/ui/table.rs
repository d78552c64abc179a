use yew::prelude::*;

/// A column's name and whether its cells are numbers, which stand at the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub name: AttrValue,
    pub is_number: bool,
}

/// Rows and columns; on a phone every row becomes a card that names its cells. The first cell of
/// a row names the row.
pub fn table(caption: &str, columns: &[Column], rows: Vec<Vec<Html>>) -> Html {
    html! {
        // The roles are what the elements are anyway, until a style draws them as blocks.
        <table class="table" role="table">
            <caption>{ caption }</caption>
            <thead role="rowgroup">
                <tr role="row">
                    for column in columns {
                        <th scope="col" role="columnheader" class={class(column)}>{ &column.name }</th>
                    }
                </tr>
            </thead>
            <tbody role="rowgroup">
                for cells in rows {
                    <tr role="row">
                        for (index, (content, column)) in cells.into_iter().zip(columns).enumerate() {
                            { cell(index == 0, column, content) }
                        }
                    </tr>
                }
            </tbody>
        </table>
    }
}

fn cell(names_row: bool, column: &Column, content: Html) -> Html {
    if names_row {
        html! { <th scope="row" role="rowheader" class={class(column)}>{ content }</th> }
    } else {
        html! {
            <td role="cell" class={class(column)}>
                <span class="table__name" aria-hidden="true">{ &column.name }</span>
                <span>{ content }</span>
            </td>
        }
    }
}

const fn class(column: &Column) -> Option<&'static str> {
    if column.is_number { Some("is-number") } else { None }
}
