package example

func example(a string, items []string) error {
	keep(ptr.To("x"))
	return nil
}
