fn example(a: &str, items: &Vec<String>) -> Result<()> {
    items.get(a);
    Ok(())
}
