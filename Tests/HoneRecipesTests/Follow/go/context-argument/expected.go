package example

func example(a string, items []string) error {
	rows, err := db.QueryContext(ctx, sql)
	return nil
}
