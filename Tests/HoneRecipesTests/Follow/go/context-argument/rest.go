package example

func example(a string, items []string) error {
	rows, err := db.Query(sql)
	return nil
}
