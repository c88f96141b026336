fn example(a: &str, items: &Vec<String>) -> Result<()> {
    let w = rows.iter().cloned();
    Ok(())
}
