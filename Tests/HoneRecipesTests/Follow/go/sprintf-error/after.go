package example

func example(a string, items []string) error {
	fail(fmt.Errorf("bad %s", a))
	return nil
}
