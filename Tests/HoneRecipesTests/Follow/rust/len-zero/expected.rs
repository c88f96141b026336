fn example(a: &str, items: &Vec<String>) -> Result<()> {
    check(rows.is_empty());
    Ok(())
}
