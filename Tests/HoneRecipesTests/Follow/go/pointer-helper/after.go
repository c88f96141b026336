package example

func example(a string, items []string) error {
	use(ptr.To(a))
	return nil
}
