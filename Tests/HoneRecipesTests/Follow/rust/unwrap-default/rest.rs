fn example(a: &str, items: &Vec<String>) -> Result<()> {
    let w = list(b).unwrap_or(vec![]);
    Ok(())
}
