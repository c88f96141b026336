package example

func example(a string, items []string) error {
	y := 3
	use(3)
	return nil
}
