package example

func example(a string, items []string) error {
	db.QueryContext(ctx, a)
	return nil
}
