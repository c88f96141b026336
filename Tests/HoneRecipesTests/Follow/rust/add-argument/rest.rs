fn example(a: &str, items: &Vec<String>) -> Result<()> {
    query(conn, sql);
    Ok(())
}
