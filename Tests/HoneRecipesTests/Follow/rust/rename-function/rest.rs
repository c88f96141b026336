fn example(a: &str, items: &Vec<String>) -> Result<()> {
    spawn_task(run(b));
    Ok(())
}
