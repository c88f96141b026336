fn example(a: &str, items: &Vec<String>) -> Result<()> {
    let v = find(a).unwrap_or(vec![]);
    Ok(())
}
