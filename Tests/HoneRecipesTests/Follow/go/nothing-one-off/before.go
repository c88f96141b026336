package example

func example(a string, items []string) error {
	x := 3
	return nil
}
