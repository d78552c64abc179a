use super::*;

fn paper() -> Paper {
    Paper {
        title: "Глюкоза <b>&\"'".to_owned(),
        lead: vec!["ммоль/л".to_owned()],
        notes: vec!["● в норме".to_owned()],
    }
}

/// What a laboratory wrote never becomes an element or an attribute.
#[test]
fn words_stay_words() {
    let hostile = "</text><script>alert(1)</script>";
    let mut series = told(&[glucose(1, "5,0", None), glucose(2, "5,1", None)]);
    series.unit = hostile.to_owned();
    let scene = drawn(&panes(&[series], Told::Converted, Layout::Stacked));
    let drawing = Drawing::of(&scene);
    for text in [inner(&drawing), standalone(&drawing, &paper(), &|_| "#000".to_owned())] {
        assert!(!text.contains("<script") && text.contains("&lt;script&gt;"), "{text}");
    }
}

#[test]
fn a_saved_picture_stands_alone() {
    let drawing =
        Drawing::of(&picture(&[glucose(1, "5,0", Some(6.0)), glucose(9, "7,1", Some(6.0))]));
    let colour = |tone: Tone| format!("#{}", tone.property().len());
    let file = standalone(&drawing, &paper(), &colour);
    assert!(file.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4"), "{file}");
    assert!(file.ends_with("</svg>") && !file.contains("var("));
    assert!(file.contains("Глюкоза &lt;b&gt;&amp;&quot;&#39;") && file.contains("● в норме"));
    let elements = file.matches("<path").count() + file.matches("<text").count();
    let coloured = file.matches("<path").count();
    assert!(elements > 10);
    assert_eq!(file.matches("<path class=\"chart__line\" stroke-width=\"2\"").count(), 1, "{file}");
    assert!(file.matches("stroke=\"#").count() + file.matches("fill=\"#").count() > coloured);
}

#[test]
fn a_path_is_written_to_a_tenth_of_a_pixel() {
    let outline = Meaning::Abnormal.outline(-0.04, 100.06, 10.0);
    assert_eq!(outline, "M0 87.1L13 100.1L0 113.1L-13 100.1z");
}

#[test]
fn the_page_colours_by_class() {
    let drawing = Drawing::of(&picture(&[glucose(1, "7,1", Some(6.0))]));
    let text = inner(&drawing);
    assert!(text.contains("class=\"chart__out\"") && text.contains("class=\"chart__band\""));
    assert!(!text.contains("fill=\"#") && !text.contains("style="), "{text}");
}
