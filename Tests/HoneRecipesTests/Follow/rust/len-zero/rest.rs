fn example(a: &str, items: &Vec<String>) -> Result<()> {
    check(rows.len() == 0);
    Ok(())
}
