//! PDFs of a few objects, written by hand (ISO 32000).

/// The objects are numbered from 1; the first is the catalogue. More in the trailer.
pub fn write(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut file = String::from("%PDF-1.7\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (object, number) in objects.iter().zip(1..) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let (start, size) = (file.len(), objects.len() + 1);
    file.push_str(&format!(
        "xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    ));
    file.into_bytes()
}

/// Pages of these sizes, in points; the lower left quarter of each is black.
pub fn pages(sizes: &[(u32, u32)]) -> Vec<u8> {
    let first = 3;
    let kids: Vec<_> = (0..sizes.len()).map(|n| format!("{} 0 R", first + n * 2)).collect();
    let (kids, count) = (kids.join(" "), sizes.len());
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>"),
    ];
    for (n, (width, height)) in sizes.iter().enumerate() {
        let content = first + n * 2 + 1;
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents {content} 0 R >>"
        ));
        objects.push(stream("", &format!("0 0 0 rg 0 0 {} {} re f", width / 2, height / 2)));
    }
    write(&objects, "")
}

/// A stream, with more in its dictionary.
pub fn stream(more: &str, content: &str) -> String {
    format!("<< {more} /Length {} >>\nstream\n{content}\nendstream", content.len())
}
