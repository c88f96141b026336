fn example(a: &str, items: &Vec<String>) -> Result<()> {
    items.get_unchecked(a);
    Ok(())
}
