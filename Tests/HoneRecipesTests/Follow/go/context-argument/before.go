package example

func example(a string, items []string) error {
	db.Query(a)
	return nil
}
