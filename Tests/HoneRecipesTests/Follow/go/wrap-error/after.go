package example

func example(a string, items []string) error {
	use(func() error { return fmt.Errorf("load: %w", err) })
	return nil
}
