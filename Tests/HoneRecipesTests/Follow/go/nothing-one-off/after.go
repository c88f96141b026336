package example

func example(a string, items []string) error {
	x := 4
	return nil
}
