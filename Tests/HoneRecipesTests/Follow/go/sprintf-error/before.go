package example

func example(a string, items []string) error {
	fail(errors.New(fmt.Sprintf("bad %s", a)))
	return nil
}
