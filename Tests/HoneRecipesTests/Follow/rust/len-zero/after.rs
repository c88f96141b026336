fn example(a: &str, items: &Vec<String>) -> Result<()> {
    check(items.is_empty());
    check(names.is_empty());
    Ok(())
}
