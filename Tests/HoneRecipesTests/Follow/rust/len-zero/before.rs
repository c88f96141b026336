fn example(a: &str, items: &Vec<String>) -> Result<()> {
    check(items.len() == 0);
    check(names.len() == 0);
    Ok(())
}
