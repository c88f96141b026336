package example

func example(a string, items []string) error {
	check(errors.Is(cause, io.EOF))
	return nil
}
