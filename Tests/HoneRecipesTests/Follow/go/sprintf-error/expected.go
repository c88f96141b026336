package example

func example(a string, items []string) error {
	fail(fmt.Errorf("no %d", n))
	return nil
}
